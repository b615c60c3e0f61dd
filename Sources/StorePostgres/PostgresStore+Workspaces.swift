// SPDX-License-Identifier: Apache-2.0

public import SharedLine

extension PostgresStore {
    static let workspaceReading = MemberSearch.Reading(
        source: MemberRows.workspaceSource, decode: MemberRows.workspace)

    /// By id.
    public func workspaces(_ query: WorkspaceQuery, page: Page) async throws -> PageOf<Workspace> {
        try await MemberSearch(query).run(page, Self.workspaceReading, in: self)
    }

    static let virtualLineReading = MemberSearch.Reading(
        source: MemberRows.virtualLineSource, decode: MemberRows.listing)

    /// By the order asked for, then by id.
    public func virtualLines(_ query: VirtualLineQuery, page: Page) async throws -> PageOf<VirtualLineListing> {
        try await MemberSearch(query).run(page, Self.virtualLineReading, in: self)
    }
}

extension MemberSearch {
    init(_ query: WorkspaceQuery) {
        self.init(query.organisation, order: [])
        require("m.kind = 'workspace'")
        if let isCalling = query.isCalling { require("m.licence IS \(isCalling ? "NOT NULL" : "NULL")") }
        require(query.reach, locations: query.location.map { [$0] } ?? [])
        require(anyOf: query.name.map { [$0] } ?? [], in: "folded_name", .name)
        if let capacity = query.capacity { require("coalesce(w.capacity, -1) = ?", .int(capacity)) }
        if let type = query.type { require("w.type = ?", .text(type)) }
    }

    init(_ query: VirtualLineQuery) {
        self.init(query.organisation, order: query.order)
        require("m.kind = 'virtual_line'")
        require(query.reach, locations: query.locations)
        require(anyOf: query.names, in: "folded_name", .name)
        require(anyOf: query.phoneNumbers, in: "phone_number", .phoneNumber)
        if !query.locationNames.isEmpty {
            let names = query.locationNames.map { FoldedText($0.storable).text }
            require(
                "EXISTS (SELECT 1 FROM unnest(?::text[]) part WHERE strpos(l.folded_name, part) > 0)", .texts(names))
        }
        if !query.ids.isEmpty { require("m.id = ANY (?)", .uuids(query.ids.map(\.uuid))) }
        if let hasDevice = query.hasDevice {
            require(
                """
                \(hasDevice ? "" : "NOT ")EXISTS (SELECT 1 FROM line n JOIN endpoint e ON e.id = n.endpoint_id \
                WHERE n.member_id = m.id AND e.kind = 'device')
                """)
        }
        if let has = query.hasExtension { require("m.extension IS \(has ? "NOT NULL" : "NULL")") }
        if let has = query.hasNumber { require("m.phone_number IS \(has ? "NOT NULL" : "NULL")") }
    }
}
