// SPDX-License-Identifier: Apache-2.0

public import SharedLine

/// Everybody who has a line and everything that shows lines, found by whatever people call them.
public struct LineDirectory: Sendable {
    public let members: [MemberID: DirectoryMember]
    public let endpoints: [EndpointAddress: LineEndpoint]

    private let byEmail: [String: MemberID]
    private let byNumber: [String: MemberID]
    private let byExtension: [String: [MemberID]]
    private let byName: [String: [MemberID]]
    private let byMAC: [String: EndpointAddress]
    private let devicesByOwner: [MemberID: [EndpointAddress]]
    /// By owner, kind and id, so that two plans of one file read alike.
    public let ordered: [LineEndpoint]

    public init(members: [DirectoryMember], endpoints: [LineEndpoint]) {
        let sorted = members.sorted { $0.member.id < $1.member.id }
        self.members = Dictionary(sorted.map { ($0.member.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.endpoints = Dictionary(endpoints.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
        byEmail = Dictionary(
            sorted.compactMap { member in member.email.map { ($0.lowercased(), member.member.id) } },
            uniquingKeysWith: { first, _ in first })
        byNumber = Dictionary(
            sorted.compactMap { member in member.member.phoneNumber.map { ($0, member.member.id) } },
            uniquingKeysWith: { first, _ in first })
        byExtension = Dictionary(
            grouping: sorted.filter { $0.member.extension != nil }, by: { $0.member.extension ?? "" }
        ).mapValues { $0.map(\.member.id) }
        byName = Dictionary(grouping: sorted, by: { $0.member.fullName }).mapValues { $0.map(\.member.id) }
        byMAC = Dictionary(
            endpoints.compactMap { endpoint in endpoint.mac.map { ($0, endpoint.address) } },
            uniquingKeysWith: { first, _ in first })
        let known = self.members
        let ordered = endpoints.map { endpoint in
            (name: known[endpoint.owner]?.member.fullName ?? "", endpoint: endpoint)
        }.sorted { left, right in
            left.name != right.name ? left.name < right.name : left.endpoint.address < right.endpoint.address
        }
        self.ordered = ordered.map(\.endpoint)
        devicesByOwner = Dictionary(grouping: self.ordered.filter(\.address.isDevice), by: \.owner)
            .mapValues { $0.map(\.address) }
    }

    /// The same with members that it lacked.
    public func adding(_ strangers: [Member]) -> LineDirectory {
        LineDirectory(
            members: Array(members.values) + strangers.map { DirectoryMember(member: $0, email: nil) },
            endpoints: Array(endpoints.values))
    }

    /// The same with the apps of those people switched off.
    public func switchingOff(appsOf people: Set<MemberID>) -> LineDirectory {
        LineDirectory(
            members: Array(members.values),
            endpoints: endpoints.values.map { endpoint in
                let isOff = !endpoint.address.isDevice && people.contains(endpoint.owner)
                return isOff ? endpoint.enabled(false) : endpoint
            })
    }

    public func member(_ id: MemberID) -> Member? { members[id]?.member }
    public func owner(of endpoint: LineEndpoint) -> Member? { members[endpoint.owner]?.member }

    // MARK: What somebody may be called

    func members(email: String) -> [MemberID] { byEmail[email.lowercased()].map { [$0] } ?? [] }

    /// A number whose `+` a spreadsheet has taken is found as well.
    func members(number: String) -> [MemberID] {
        (byNumber[number] ?? byNumber["+" + number]).map { [$0] } ?? []
    }

    /// - Parameter location: a location's name, where the extension alone does not say which.
    func members(extension digits: String, location: String?) -> [MemberID] {
        let found = byExtension[digits] ?? []
        guard let location else { return found }
        return found.filter { member($0)?.location?.name.lowercased() == location.lowercased() }
    }

    func members(name: String, kinds: Set<MemberKind>) -> [MemberID] {
        (byName[name] ?? []).filter { id in member(id).map { kinds.contains($0.kind) } ?? false }
    }

    func device(mac: String) -> EndpointAddress? { byMAC[mac] }
    func devices(of owner: MemberID) -> [EndpointAddress] { devicesByOwner[owner] ?? [] }

    /// Every name that a workspace or virtual line has, for "did you mean".
    var names: [String] { Array(byName.keys) }
    var emails: [String] { Array(byEmail.keys) }
}

/// A member, and the address that identifies a person.
public struct DirectoryMember: Hashable, Sendable {
    public let member: Member
    /// Of a person.
    public let email: String?

    public init(member: Member, email: String?) {
        self.member = member
        self.email = email
    }
}

/// Something that shows lines, as the directory has it.
public struct LineEndpoint: Hashable, Sendable {
    public let address: EndpointAddress
    public let owner: MemberID
    public let model: EndpointModel
    /// Of a device: 12 upper-case hexadecimal digits.
    public let mac: String?
    public let tags: [String]
    /// False for the app of a person whose desktop client is switched off.
    public let isEnabled: Bool

    public init(
        address: EndpointAddress, owner: MemberID, model: EndpointModel, mac: String?, tags: [String], isEnabled: Bool
    ) {
        self.address = address
        self.owner = owner
        self.model = model
        self.mac = mac
        self.tags = tags
        self.isEnabled = isEnabled
    }

    /// The same endpoint, switched on or off.
    public func enabled(_ isEnabled: Bool) -> LineEndpoint {
        LineEndpoint(
            address: address, owner: owner, model: model, mac: mac, tags: tags, isEnabled: isEnabled)
    }
}

/// The member list of an endpoint as it was read.
public struct ActualList: Hashable, Sendable {
    /// What the answer said of the endpoint, which knows better than the directory.
    public let model: EndpointModel
    /// By port.
    public let lines: [Line]
    /// nil from a server without safe edits.
    public let eTag: String?

    public init(model: EndpointModel, lines: [Line], eTag: String?) {
        self.model = model
        self.lines = lines
        self.eTag = eTag
    }
}
