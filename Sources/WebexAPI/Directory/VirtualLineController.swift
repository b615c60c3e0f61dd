// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import LineService
import NIOCore
import SharedLine
import WebexWire

/// Virtual lines, and the numbers of everybody.
struct VirtualLineController: Sendable {
    private static let limit = 2000

    let directory: DirectoryService

    @Sendable func list(_ call: Call) async throws -> Answer {
        let page = try call.query.page(limit: Self.limit)
        guard let query = try query(call) else { return try .json(WebexVirtualLineList(virtualLines: [])) }
        let found = try await directory.virtualLines(query, page: page, for: call.authority)
        return try .json(WebexVirtualLineList(virtualLines: found.items.compactMap(WebexVirtualLineItem.init)))
            .linking(call.nextLink(after: page, hasMore: found.hasMore))
    }

    @Sendable func create(_ call: Call) async throws -> Answer {
        let request: WebexVirtualLineRequest
        do {
            request = try WebexVirtualLineRequest.parse(Array(call.body.readableBytesView))
        } catch {
            throw RequestRefusal.malformedBody(error.description)
        }
        let id = MemberID(UUID())
        let answer = try Answer.json(WebexCreated(id: WebexID(.virtualLine, id.uuid)), status: .created)
        try await directory.addVirtualLine(
            try request.newVirtualLine(), id: id,
            keyed: call.keyed(answering: 201, body: Data(answer.body.readableBytesView)), for: call.authority)
        return answer
    }

    @Sendable func get(_ call: Call) async throws -> Answer {
        let id = try call.member("virtualLineId", .virtualLine)
        let line = try await directory.virtualLine(id, for: call.authority)
        guard let summary = line.member.location else { throw ServiceError.notFound(.location) }
        let location = try await directory.location(summary.id, for: call.authority)
        let uses = try await directory.endpointUses(of: id, kind: .virtualLine, for: call.authority).uses
        return try .json(WebexVirtualLine(line, at: location, uses))
    }

    @Sendable func delete(_ call: Call) async throws -> Answer {
        let id = try call.member("virtualLineId", .virtualLine)
        try await directory.removeMember(id, kind: .virtualLine, for: call.authority)
        return .noContent
    }

    private func query(_ call: Call) throws -> VirtualLineQuery? {
        var query = VirtualLineQuery(organisation: call.authority.organisation, reach: call.authority.reach)
        let locations = call.query.texts("locationId")
        query.locations = locations.compactMap { WebexID.parse($0)?.uuid(as: .location) }.map { LocationID($0) }
        let ids = call.query.texts("id")
        query.ids = ids.compactMap { WebexID.parse($0)?.uuid(as: .virtualLine) }.map { MemberID($0) }
        query.names = call.query.values("ownerName")
        query.phoneNumbers = call.query.values("phoneNumber").map(Call.phoneNumber)
        query.locationNames = call.query.values("locationName")
        query.hasDevice = try call.query.flag("hasDeviceAssigned")
        query.hasExtension = try call.query.flag("hasExtensionAssigned")
        query.hasNumber = try call.query.flag("hasDnAssigned")
        query.order = try call.memberOrder("order")
        let matchesNothing =
            (query.locations.isEmpty && !locations.isEmpty) || (query.ids.isEmpty && !ids.isEmpty)
        return matchesNothing ? nil : query
    }

    // MARK: Numbers

    @Sendable func numbers(_ call: Call) async throws -> Answer {
        let page = try call.query.page(limit: Self.limit)
        let wantsCount = try call.query.flag("details") ?? false
        let count = wantsCount ? try await directory.numberCount(for: call.authority) : nil
        guard let query = try numberQuery(call) else {
            return try .json(WebexNumberCollection(phoneNumbers: [], count: count.map(WebexNumberCount.init)))
        }
        let found = try await directory.numbers(query, page: page, for: call.authority)
        return try .json(
            WebexNumberCollection(
                phoneNumbers: found.items.map(WebexNumber.init), count: count.map(WebexNumberCount.init))
        ).linking(call.nextLink(after: page, hasMore: found.hasMore))
    }

    /// nil where a filter can match nothing: kinds of numbers and of owners that do not exist here.
    private func numberQuery(_ call: Call) throws -> NumberQuery? {
        var query = NumberQuery(organisation: call.authority.organisation, reach: call.authority.reach)
        query.phoneNumber = call.query.text("phoneNumber").map(Call.phoneNumber)
        query.extension = call.query.text("extension")
        query.ownerName = call.query.text("ownerName")
        query.isAvailable = try call.query.flag("available") ?? call.query.flag("assigned").map { !$0 }
        query.kind = try call.query.choice(
            "numberType", ["NUMBER": NumberQuery.Kind.number, "EXTENSION": .extensionOnly])
        query.order = try call.memberOrder("order")
        switch call.filter("locationId", of: [.location]) {
        case .any: break
        case .id(let id): query.location = LocationID(id)
        case .nothing: return nil
        }
        switch call.filter("ownerId", of: [.person, .place, .virtualLine]) {
        case .any: break
        case .id(let id): query.owner = MemberID(id)
        case .nothing: return nil
        }
        if let type = call.query.text("ownerType") {
            guard let kind = WebexIDKind(rawValue: type).flatMap(MemberKind.init) else { return nil }
            query.ownerKind = kind
        }
        let never = ["tollFreeNumbers", "restrictedNonGeoNumbers", "serviceNumber"]
        for name in never where try call.query.flag(name) == true { return nil }
        if let state = call.query.text("state"), state == "INACTIVE" { return nil }
        if let type = call.query.text("phoneNumberType"), type != "PRIMARY" { return nil }
        return query
    }
}

extension WebexVirtualLineRequest {
    /// The virtual line asked for, or every field that is missing or of a wrong type.
    fileprivate func newVirtualLine() throws(ServiceError) -> NewVirtualLine {
        var errors: [FieldError] = []
        let first = Self.required("firstName", firstName, &errors)
        let last = Self.required("lastName", lastName, &errors)
        let location = Self.required("locationId", locationId, &errors)?.uuid(as: .location)
        if locationId.value != nil, location == nil { errors.append(.invalid("locationId", "the id of a location")) }
        let texts = [
            ("displayName", displayName), ("phoneNumber", phoneNumber), ("extension", self.extension),
            ("callerIdFirstName", callerIdFirstName), ("callerIdLastName", callerIdLastName),
            ("callerIdNumber", callerIdNumber),
        ]
        errors += texts.filter { $0.1 == .invalid }.map { .invalid($0.0, "a text") }
        guard errors.isEmpty, let first, let last, let location else { throw .invalid(errors) }
        return NewVirtualLine(
            firstName: first, lastName: last, displayName: displayName.value, location: LocationID(location),
            extension: self.extension.value, phoneNumber: phoneNumber.value,
            callerIDFirstName: callerIdFirstName.value, callerIDLastName: callerIdLastName.value,
            callerIDNumber: callerIdNumber.value)
    }

    private static func required<Value>(
        _ name: String, _ field: Field<Value>, _ errors: inout [FieldError]
    ) -> Value? {
        switch field {
        case .value(let value): return value
        case .absent: errors.append(.missing(name))
        case .invalid: errors.append(.invalid(name, "of a wrong type"))
        }
        return nil
    }
}

extension WebexVirtualLineItem {
    /// nil for a line without a location, which the schema does not allow.
    init?(_ listing: VirtualLineListing) {
        let line = listing.virtualLine
        guard let location = line.member.location else { return nil }
        self.init(
            id: line.member.webexID, firstName: line.member.firstName, lastName: line.member.lastName,
            callerIdFirstName: line.callerIDFirstName, callerIdLastName: line.callerIDLastName,
            callerIdNumber: line.callerIDNumber, externalCallerIdNamePolicy: .directLine,
            number: WebexVirtualLineNumber(
                external: line.member.phoneNumber, extension: line.member.extension, esn: line.member.esn,
                routingPrefix: location.routingPrefix, primary: true),
            location: WebexLocationReference(location), numberOfDevicesAssigned: listing.deviceCount)
    }
}

extension WebexVirtualLine {
    fileprivate init(_ line: VirtualLine, at location: Location, _ uses: [EndpointUse]) {
        self.init(
            id: line.member.webexID, firstName: line.member.firstName, lastName: line.member.lastName,
            displayName: line.displayName ?? line.member.fullName,
            number: WebexVirtualLineNumber(
                external: line.member.phoneNumber, extension: line.member.extension, esn: nil, routingPrefix: nil,
                primary: true),
            directorySearchEnabled: true, announcementLanguage: location.announcementLanguage,
            timeZone: location.timeZone,
            location: WebexVirtualLineLocation(
                id: WebexID(.location, location.id.uuid), name: location.name,
                address: WebexAddress(location.address)),
            devices: uses.compactMap { WebexLineDevice($0, of: line.member, hoteling: nil, withLocation: false) })
    }
}

extension WebexNumber {
    init(_ entry: NumberEntry) {
        self.init(
            phoneNumber: entry.phoneNumber, extension: entry.extension,
            routingPrefix: entry.extension == nil ? nil : entry.location.routingPrefix, esn: entry.owner?.esn,
            state: .active, phoneNumberType: .primary, mainNumber: entry.isMainNumber, tollFreeNumber: false,
            includedTelephonyTypes: .pstnNumber, isServiceNumber: false,
            location: WebexLocationReference(entry.location), owner: entry.owner.map(WebexNumberOwner.init))
    }
}

extension WebexNumberOwner {
    init(_ member: Member) {
        self.init(
            id: member.webexID, type: member.kind.webexType, firstName: member.firstName, lastName: member.lastName)
    }
}

extension WebexNumberCount {
    init(_ count: NumberCount) {
        self.init(
            assigned: count.assigned, unAssigned: count.unassigned, inActive: 0, extensionOnly: count.extensionOnly,
            tollFreeNumbers: 0, total: count.assigned + count.unassigned + count.extensionOnly, mobileNumber: 0,
            serviceNumber: 0)
    }
}
