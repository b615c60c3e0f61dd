// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import LineService
import NIOCore
import SharedLine
import WebexWire

/// The three families of member-list operations: one implementation, told apart by path and shape.
struct MemberListController: Sendable {
    let service: MemberListService
    private let rendered = RenderedLists()

    init(service: MemberListService) {
        self.service = service
    }

    func get(_ family: MemberListFamily) -> Route.Handler {
        { call in
            let list = try await list(family, call)
            let headers = family.headers(call, version: list.version)
            if EntityTag.isKnown(list.version, in: call.head.headerFields) {
                return Answer(status: .notModified, headers: headers)
            }
            return Answer(status: .ok, headers: headers, body: rendered.bytes(of: list, for: family))
        }
    }

    func put(_ family: MemberListFamily) -> Route.Handler {
        { call in
            let address = try await address(family, call)
            let edit = MemberListEdit(
                try Self.request(in: call.body), from: family, isStrict: call.preference("handling", "strict"))
            let condition = EditCondition(
                match: EntityTag.match(in: call.head.headerFields), isDryRun: try call.query.flag("dryRun") ?? false,
                keyed: call.keyed(answering: 204))
            switch try await service.replace(at: address, with: edit, under: condition, for: call.authority) {
            case .replaced(let version):
                return Answer(status: .noContent, headers: family.headers(call, version: version))
            case .decided(let decision, let snapshot):
                var answer = Answer.json(bytes: MemberListDifference(decision, on: snapshot).json(for: family))
                answer.headers = family.headers(call, version: snapshot.list.version)
                return answer
            }
        }
    }

    func search(_ family: MemberListFamily) -> Route.Handler {
        { call in
            let list = try await list(family, call)
            let page = try call.query.page(limit: 2000)
            guard let filter = try call.memberFilter() else { return family.emptySearch(call) }
            let found = try await service.availableMembers(
                for: try await address(family, call), matching: filter, page: page, for: call.authority)
            let items = found.items.map { AvailableMemberItem($0, for: list.endpoint.model) }
            return Answer(
                status: .ok, headers: family.headers(call, version: nil),
                body: ByteBuffer(bytes: AvailableMembersResponse(members: items).json(for: family))
            ).linking(call.nextLink(after: page, hasMore: found.hasMore))
        }
    }

    func count(_ family: MemberListFamily) -> Route.Handler {
        { call in try await count(for: try await address(family, call), call) }
    }

    /// Members for a device that does not exist yet.
    @Sendable func countForNewDevice(_ call: Call) async throws -> Answer {
        try await count(for: nil, call)
    }

    private func count(for address: EndpointAddress?, _ call: Call) async throws -> Answer {
        guard let filter = try call.memberFilter() else { return .json(bytes: CountResponse(totalCount: 0).json()) }
        let count = try await service.availableMemberCount(for: address, matching: filter, for: call.authority)
        return .json(bytes: CountResponse(totalCount: count).json())
    }

    private func list(_ family: MemberListFamily, _ call: Call) async throws -> MemberList {
        let address = try call.address(family)
        let list = try await service.list(at: address, for: call.authority)
        try call.checkApplication(family, is: list)
        return list
    }

    /// The endpoint that the path names; the deprecated family also names the app, which must be this person's.
    private func address(_ family: MemberListFamily, _ call: Call) async throws -> EndpointAddress {
        if family == .deprecatedApplication { _ = try await list(family, call) }
        return try call.address(family)
    }

    private static func request(in body: ByteBuffer) throws(RequestRefusal) -> MemberListRequest {
        do {
            return try MemberListRequest.parse(Array(body.readableBytesView))
        } catch {
            throw .malformedBody(error.description)
        }
    }
}

extension Call {
    fileprivate func address(_ family: MemberListFamily) throws(ServiceError) -> EndpointAddress {
        switch family {
        case .currentApplication, .deprecatedApplication: .application(of: try member("personId", .person))
        case .device: .device(try device("deviceId"))
        }
    }

    fileprivate func checkApplication(_ family: MemberListFamily, is list: MemberList) throws(ServiceError) {
        guard family == .deprecatedApplication else { return }
        let id = try uuid("applicationId", of: .application, missing: .application)
        guard id == list.endpoint.id.uuid else { throw .notFound(.application) }
    }

    /// The filters of a search, in all spellings; nil where one of them can match nothing.
    func memberFilter() throws(ServiceError) -> MemberFilter? {
        var found = MemberFilter()
        switch filter("location", "locationId", of: [.location]) {
        case .any: break
        case .id(let id): found.location = LocationID(id)
        case .nothing: return nil
        }
        found.name = query.text("name", "memberName")
        found.phoneNumber = query.text("phoneNumber", "number").map(Self.phoneNumber)
        found.extension = query.text("extension")
        found.usage =
            try query.choice("usageType", ["DEVICE_OWNER": MemberUsage.deviceOwner, "SHARED_LINE": .sharedLine])
            ?? .sharedLine
        found.includesVirtualLines = try query.flag("excludeVirtualLine") != true
        found.order = try memberOrder("order")
        return found
    }

    /// A `+` that came unencoded is a space by the time it is read.
    static func phoneNumber(_ text: String) -> String {
        text.hasPrefix(" ") ? "+" + text.drop { $0 == " " } : text
    }

    func memberOrder(_ name: String) throws(ServiceError) -> [MemberOrder] {
        var order: [MemberOrder] = []
        for text in query.texts(name) {
            let parts = text.lowercased().split(whereSeparator: { "-: ".contains($0) })
            guard let key = parts.first.flatMap({ Self.orderKeys[String($0)] }), parts.count <= 2,
                parts.count < 2 || parts[1] == "asc" || parts[1] == "desc"
            else {
                throw .invalid([
                    .invalid(name, "fname, lname, number or extension, each with -asc or -desc where wanted")
                ])
            }
            order.append(MemberOrder(key: key, isDescending: parts.count == 2 && parts[1] == "desc"))
        }
        return order
    }

    private static let orderKeys: [String: MemberOrder.Key] = [
        "fname": .firstName, "firstname": .firstName, "lname": .lastName, "lastname": .lastName,
        "name": .firstName, "number": .phoneNumber, "dn": .phoneNumber, "phonenumber": .phoneNumber,
        "extension": .extension,
    ]
}

extension MemberListFamily {
    /// The list's entity tag, and for the deprecated family where to go instead.
    fileprivate func headers(_ call: Call, version: Int64?) -> HTTPFields {
        var headers = HTTPFields()
        if let version { headers[.eTag] = EntityTag.of(version: version) }
        if self == .deprecatedApplication {
            headers[.deprecation] = "true"
            headers[.link] = "<\(call.successorPath)>; rel=\"successor-version\""
        }
        return headers
    }

    fileprivate func emptySearch(_ call: Call) -> Answer {
        Answer(
            status: .ok, headers: headers(call, version: nil),
            body: ByteBuffer(bytes: AvailableMembersResponse(members: []).json(for: self)))
    }
}

extension Call {
    /// The same operation in the current family: the path without the application's id.
    fileprivate var successorPath: String {
        let path = head.path.map { $0.prefix { $0 != "?" } } ?? ""
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        guard let applications = segments.firstIndex(of: "applications"), applications + 1 < segments.endIndex else {
            return String(path)
        }
        var successor = segments
        successor.remove(at: applications + 1)
        return successor.joined(separator: "/")
    }
}
