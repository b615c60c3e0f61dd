// SPDX-License-Identifier: Apache-2.0

public import SharedLine

/// What every search should find, the slow way: each filter as its sentence says, over all of a directory.
public struct NaiveSearch: Sendable {
    public let directory: GeneratedDirectory
    private let standing: [EndpointID: Set<MemberID>]

    public init(_ directory: GeneratedDirectory) {
        self.directory = directory
        standing = Dictionary(
            uniqueKeysWithValues: directory.devices.map { device in
                let guests = directory.guests[device.endpoint.id] ?? []
                return (device.endpoint.id, Set(guests + [device.endpoint.owner.id]))
            })
    }

    // MARK: - Members

    public func members(_ query: MemberQuery) -> [Member] {
        ordered(directory.members.filter { fits($0, query) }, by: query.order)
    }

    private func fits(_ member: Member, _ query: MemberQuery) -> Bool {
        guard query.organisation == directory.organisation.id, let licence = member.licence else { return false }
        let isUsable =
            switch query.usage {
            case .sharedLine: member.kind != .workspace || licence == .professional
            case .deviceOwner: member.kind != .virtualLine
            }
        let isStanding = query.notOn.flatMap { standing[$0] }?.contains(member.id) ?? false
        return isUsable && !isStanding && (query.includesVirtualLines || member.kind != .virtualLine)
            && isAt(member.location, query.reach, query.location.map { [$0] } ?? [])
            && contains(member.fullName, query.name) && contains(member.phoneNumber, query.phoneNumber)
            && contains(member.extension, query.extension)
    }

    private func isAt(_ location: LocationSummary?, _ reach: LocationReach, _ wanted: [LocationID]) -> Bool {
        reach.covers(location?.id) && (wanted.isEmpty || location.map { wanted.contains($0.id) } ?? false)
    }

    /// An empty text asks for nothing; a missing value contains nothing.
    private func contains(_ value: String?, _ text: String?) -> Bool {
        guard let text, !text.isEmpty else { return true }
        return value.map { FoldedText($0).contains(FoldedText(text)) } ?? false
    }

    private func contains(_ value: String?, anyOf texts: [String]) -> Bool {
        texts.isEmpty || texts.contains { contains(value, $0) }
    }

    // MARK: - Order

    private func ordered(_ members: [Member], by order: [MemberOrder]) -> [Member] {
        let keys = MemberOrder.completed(order)
        return members.sorted { precedes($0, $1, keys) }
    }

    private func precedes(_ left: Member, _ right: Member, _ keys: [MemberOrder]) -> Bool {
        for key in keys {
            let (one, other) = (FoldedText(left.value(of: key.key)), FoldedText(right.value(of: key.key)))
            if one != other { return key.isDescending ? other < one : one < other }
        }
        return left.id < right.id
    }

    // MARK: - Collections

    public func people(_ query: PeopleQuery) -> [Person] {
        let found = directory.people.filter { person in
            isAtOrAnywhere(person.member.location, query.reach, query.location)
                && query.email.map { FoldedText($0) == FoldedText(person.email) } ?? true
                && query.displayName.map { FoldedText(person.displayName).hasPrefix(FoldedText($0)) } ?? true
                && query.ids.map { $0.contains(person.member.id) } ?? true
                && query.licence.map { $0 == person.member.licence } ?? true
                && (query.roles.isEmpty || !query.roles.isDisjoint(with: person.roles))
                && query.after.map { $0 < person.member.id } ?? true
        }
        return found.sorted { $0.member.id < $1.member.id }
    }

    private func isAtOrAnywhere(
        _ location: LocationSummary?, _ reach: LocationReach, _ wanted: LocationID?
    ) -> Bool {
        isAt(location, reach, wanted.map { [$0] } ?? [])
    }

    public func workspaces(_ query: WorkspaceQuery) -> [Workspace] {
        let found = directory.workspaces.filter { workspace in
            isAtOrAnywhere(workspace.member.location, query.reach, query.location)
                && contains(workspace.member.fullName, query.name)
                && query.capacity.map { $0 == workspace.capacity ?? -1 } ?? true
                && query.type.map { $0 == workspace.type } ?? true
                && query.isCalling.map { $0 == (workspace.member.licence != nil) } ?? true
        }
        return found.sorted { $0.member.id < $1.member.id }
    }

    public func virtualLines(_ query: VirtualLineQuery) -> [VirtualLineListing] {
        let devices = Dictionary(
            grouping: standing.values.flatMap { Array($0) }, by: { $0 }
        ).mapValues(\.count)
        let found = directory.virtualLines.filter { virtualLine in
            let member = virtualLine.member
            return isAt(member.location, query.reach, query.locations)
                && (query.ids.isEmpty || query.ids.contains(member.id)) && contains(member.fullName, anyOf: query.names)
                && contains(member.phoneNumber, anyOf: query.phoneNumbers)
                && contains(member.location?.name, anyOf: query.locationNames)
                && query.hasDevice.map { $0 == (devices[member.id] != nil) } ?? true
                && query.hasExtension.map { $0 == (member.extension != nil) } ?? true
                && query.hasNumber.map { $0 == (member.phoneNumber != nil) } ?? true
        }
        let keys = MemberOrder.completed(query.order)
        return found.sorted { precedes($0.member, $1.member, keys) }.map {
            VirtualLineListing(virtualLine: $0, deviceCount: devices[$0.member.id] ?? 0)
        }
    }

    public func devices(_ query: DeviceQuery) -> [Device] {
        let found = directory.devices.filter { device in
            let owner = device.endpoint.owner
            return isAtOrAnywhere(owner.location, query.reach, query.location) && contains(owner.fullName, query.name)
                && query.owner.map { $0 == owner.id } ?? true && query.ownerKind.map { $0 == owner.kind } ?? true
                && contains(device.endpoint.model.displayName, query.product)
                && query.mac.map { FoldedText($0) == FoldedText(device.mac) } ?? true
                && query.tag.map(device.tags.contains) ?? true
        }
        return found.sorted { $0.endpoint.id < $1.endpoint.id }
    }

    // MARK: - Numbers

    public func numbers(_ query: NumberQuery) -> [NumberEntry] {
        let mains = Set(directory.locations.compactMap(\.mainNumber))
        let owned: [NumberEntry] = directory.members.compactMap { member in
            let isReachable = member.phoneNumber != nil || member.extension != nil
            guard let location = member.location, isReachable else { return nil }
            return NumberEntry(
                phoneNumber: member.phoneNumber, extension: member.extension, owner: member, location: location,
                isMainNumber: member.phoneNumber.map(mains.contains) ?? false)
        }
        let taken = Set(directory.members.compactMap(\.phoneNumber))
        let free = directory.locations.filter { $0.mainNumber.map { !taken.contains($0) } ?? false }.map { location in
            NumberEntry(
                phoneNumber: location.mainNumber, extension: nil, owner: nil, location: location.summary,
                isMainNumber: true)
        }
        let keys = MemberOrder.completed(
            query.order.isEmpty ? [MemberOrder(key: .phoneNumber, isDescending: false)] : query.order)
        return (owned + free).filter { fits($0, query) }.sorted { precedes($0, $1, keys) }
    }

    private func fits(_ entry: NumberEntry, _ query: NumberQuery) -> Bool {
        let isOfKind =
            switch query.kind {
            case .number: entry.phoneNumber != nil
            case .extensionOnly: entry.phoneNumber == nil
            case nil: true
            }
        return isOfKind && isAtOrAnywhere(entry.location, query.reach, query.location)
            && contains(entry.phoneNumber, query.phoneNumber) && contains(entry.extension, query.extension)
            && contains(entry.owner?.fullName, query.ownerName)
            && query.owner.map { $0 == entry.owner?.id } ?? true
            && query.ownerKind.map { $0 == entry.owner?.kind } ?? true
            && query.isAvailable.map { $0 == (entry.owner == nil) } ?? true
    }

    private func precedes(_ left: NumberEntry, _ right: NumberEntry, _ keys: [MemberOrder]) -> Bool {
        for key in keys {
            let (one, other) = (FoldedText(left.value(of: key.key)), FoldedText(right.value(of: key.key)))
            if one != other { return key.isDescending ? other < one : one < other }
        }
        let one = left.owner?.id.uuid ?? left.location.id.uuid
        let other = right.owner?.id.uuid ?? right.location.id.uuid
        return MemberID(one) < MemberID(other)
    }
}

extension Member {
    fileprivate func value(of key: MemberOrder.Key) -> String {
        switch key {
        case .firstName: firstName
        case .lastName: lastName
        case .phoneNumber: phoneNumber ?? ""
        case .extension: self.extension ?? ""
        }
    }
}

extension NumberEntry {
    fileprivate func value(of key: MemberOrder.Key) -> String {
        switch key {
        case .firstName: owner?.firstName ?? ""
        case .lastName: owner?.lastName ?? ""
        case .phoneNumber: phoneNumber ?? ""
        case .extension: self.extension ?? ""
        }
    }
}
