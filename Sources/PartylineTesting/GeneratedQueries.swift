// SPDX-License-Identifier: Apache-2.0

public import SharedLine

/// Random queries of a directory, most of which find something.
public struct GeneratedQueries: Sendable {
    private let directory: GeneratedDirectory
    private let names: [String]
    private let numbers: [String]
    private let extensions: [String]
    private var random: SeededGenerator

    public init(of directory: GeneratedDirectory, seed: UInt64) {
        self.directory = directory
        names = directory.members.map(\.fullName)
        numbers = directory.members.compactMap(\.phoneNumber) + directory.locations.compactMap(\.mainNumber)
        extensions = directory.members.compactMap(\.extension)
        random = SeededGenerator(seed: seed)
    }

    public mutating func page() -> Int { Int.random(in: 1...60, using: &random) }

    public mutating func memberQuery() -> MemberQuery {
        var query = MemberQuery(organisation: directory.organisation.id, reach: reach())
        query.location = happens(20) ? location() : nil
        query.name = happens(50) ? part(of: names) : nil
        query.phoneNumber = happens(20) ? part(of: numbers) : nil
        query.extension = happens(20) ? part(of: extensions) : nil
        query.notOn = happens(30) ? directory.devices.randomElement(using: &random)?.endpoint.id : nil
        query.usage = happens(75) ? .sharedLine : .deviceOwner
        query.includesVirtualLines = happens(75)
        query.order = order()
        return query
    }

    public mutating func peopleQuery() -> PeopleQuery {
        var query = PeopleQuery(organisation: directory.organisation.id, reach: reach(), max: 10_000)
        let person = directory.people.randomElement(using: &random)
        query.email = happens(15) ? person?.email.uppercased() : nil
        query.displayName = happens(40) ? person.map { String($0.displayName.prefix(2)).uppercased() } : nil
        query.ids = happens(15) ? directory.people.prefix(20).map(\.member.id) : nil
        query.roles = happens(30) ? Set(Role.allCases.filter { _ in happens(40) }) : []
        query.licence = happens(25) ? CallingLicence.allCases.randomElement(using: &random) : nil
        query.location = happens(30) ? location() : nil
        query.after = happens(30) ? person?.member.id : nil
        return query
    }

    public mutating func workspaceQuery() -> WorkspaceQuery {
        var query = WorkspaceQuery(organisation: directory.organisation.id, reach: reach())
        query.location = happens(20) ? location() : nil
        query.name = happens(40) ? part(of: names) : nil
        query.capacity = happens(20) ? Int.random(in: -1...7, using: &random) : nil
        query.type = happens(20) ? "meetingRoom" : nil
        query.isCalling = happens(30) ? happens(50) : nil
        return query
    }

    public mutating func virtualLineQuery() -> VirtualLineQuery {
        var query = VirtualLineQuery(organisation: directory.organisation.id, reach: reach())
        if happens(20) { query.locations = [location(), location()] }
        if happens(20) { query.ids = directory.virtualLines.prefix(10).map(\.member.id) }
        if happens(30) { query.names = [part(of: names), part(of: names)] }
        if happens(20) { query.phoneNumbers = [part(of: numbers)] }
        if happens(20) { query.locationNames = [part(of: directory.locations.map(\.name))] }
        query.hasDevice = happens(20) ? happens(50) : nil
        query.hasExtension = happens(20) ? happens(50) : nil
        query.hasNumber = happens(20) ? happens(50) : nil
        query.order = order()
        return query
    }

    public mutating func deviceQuery() -> DeviceQuery {
        var query = DeviceQuery(organisation: directory.organisation.id, reach: reach())
        let device = directory.devices.randomElement(using: &random)
        query.name = happens(40) ? part(of: names) : nil
        query.owner = happens(15) ? device?.endpoint.owner.id : nil
        query.ownerKind = happens(25) ? MemberKind.allCases.randomElement(using: &random) : nil
        query.product = happens(20) ? part(of: EndpointModel.devices.map(\.displayName)) : nil
        query.mac = happens(10) ? device?.mac.lowercased() : nil
        query.tag = happens(20) ? "lobby" : nil
        query.location = happens(20) ? location() : nil
        return query
    }

    public mutating func numberQuery() -> NumberQuery {
        var query = NumberQuery(organisation: directory.organisation.id, reach: reach())
        query.location = happens(20) ? location() : nil
        query.phoneNumber = happens(25) ? part(of: numbers) : nil
        query.extension = happens(15) ? part(of: extensions) : nil
        query.ownerName = happens(25) ? part(of: names) : nil
        query.owner = happens(10) ? directory.members.randomElement(using: &random)?.id : nil
        query.ownerKind = happens(20) ? MemberKind.allCases.randomElement(using: &random) : nil
        query.kind = happens(30) ? (happens(50) ? .number : .extensionOnly) : nil
        query.isAvailable = happens(20) ? happens(50) : nil
        query.order = order()
        return query
    }

    // MARK: - Parts

    private mutating func happens(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &random) < percent
    }

    private mutating func location() -> LocationID {
        directory.locations[Int.random(in: 0..<directory.locations.count, using: &random)].id
    }

    private mutating func reach() -> LocationReach {
        if happens(70) { return .everywhere }
        return .only(Set((0..<Int.random(in: 0...3, using: &random)).map { _ in location() }))
    }

    private mutating func order() -> [MemberOrder] {
        guard happens(50) else { return [] }
        return MemberOrder.Key.allCases.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random)).map {
            MemberOrder(key: $0, isDescending: happens(40))
        }
    }

    /// Some scalars of one of the texts, in another case; sometimes what none holds, or nothing.
    private mutating func part(of texts: [String]) -> String {
        if happens(6) { return ["", "qqq", "\u{0}", "%", "\"", "a\u{0}b"].randomElement(using: &random) ?? "" }
        let scalars = Array((texts.randomElement(using: &random) ?? "").unicodeScalars)
        if scalars.isEmpty { return "" }
        let count = min(scalars.count, Int.random(in: 1...(happens(30) ? 12 : 4), using: &random))
        let first = Int.random(in: 0...(scalars.count - count), using: &random)
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[first..<(first + count)])
        return happens(50) ? String(text).uppercased() : String(text)
    }
}
