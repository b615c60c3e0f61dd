// SPDX-License-Identifier: Apache-2.0

public import SharedLine

extension PostgresStore {
    static let memberReading = MemberSearch.Reading(
        source: "SELECT \(MemberRows.columns) FROM member m \(MemberRows.withLocation)", decode: MemberRows.member)

    public func members(_ query: MemberQuery, page: Page) async throws -> PageOf<Member> {
        try await MemberSearch(query).run(page, Self.memberReading, in: self)
    }

    public func memberCount(_ query: MemberQuery) async throws -> Int {
        try await MemberSearch(query).count(in: self)
    }
}

extension MemberSearch {
    init(_ query: MemberQuery) {
        self.init(query.organisation, order: query.order)
        require("m.licence IS NOT NULL")
        if query.usage == .sharedLine { require("(m.kind <> 'workspace' OR m.licence = 'professional')") }
        if query.usage == .deviceOwner || !query.includesVirtualLines { require("m.kind <> 'virtual_line'") }
        require(query.reach, locations: query.location.map { [$0] } ?? [])
        require(anyOf: query.name.map { [$0] } ?? [], in: "folded_name", .name)
        require(anyOf: query.phoneNumber.map { [$0] } ?? [], in: "phone_number", .phoneNumber)
        require(anyOf: query.extension.map { [$0] } ?? [], in: "extension", .extension)
        if let endpoint = query.notOn {
            require(
                "NOT EXISTS (SELECT 1 FROM line n WHERE n.endpoint_id = ? AND n.member_id = m.id)",
                .uuid(endpoint.uuid))
        }
    }
}
