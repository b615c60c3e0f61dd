// SPDX-License-Identifier: Apache-2.0

public import LinePlan
public import SharedLine
public import WebexClient
import WebexWire

/// How far long work is.
public struct WorkProgress: Hashable, Sendable {
    public let done: Int
    public let total: Int

    public init(done: Int, total: Int) {
        self.done = done
        self.total = total
    }
}

public typealias OnProgress = @Sendable (WorkProgress) -> Void

/// Reads what a server has into the nouns that plans are made of.
public struct OrganisationReader: Sendable {
    public let client: WebexClient

    public init(client: WebexClient) {
        self.client = client
    }

    /// Everybody with a line and every endpoint. Whether apps are switched on is not known yet: they count as on.
    public func directory() async throws -> LineDirectory {
        async let people = client.people()
        async let workspaces = client.workspaces()
        async let virtualLines = client.virtualLines()
        async let locations = client.locations()
        async let devices = client.devices()
        async let numbers = client.workspaceNumbers()
        let rows = try await DirectoryRows(
            people: people, workspaces: workspaces, virtualLines: virtualLines, locations: locations,
            devices: devices, numbers: numbers, basicLicences: basicLicences(neededBy: workspaces))
        return rows.directory
    }

    /// Licences are asked for where a workspace has one: only there does their kind decide anything.
    private func basicLicences(neededBy workspaces: [WebexWorkspace]) async throws -> Set<WebexID> {
        guard workspaces.contains(where: { $0.calling.webexCalling?.licenses.isEmpty == false }) else { return [] }
        let basic = try await client.licenses().filter { $0.name == "Webex Calling - Workspaces" }
        return Set(basic.map(\.id))
    }

    /// The lists of those endpoints, and the directory with every member that stands on them: a location
    /// administrator sees lines of members whom its directory lacks.
    public func lists(
        at addresses: Set<EndpointAddress>, in directory: LineDirectory, onProgress: OnProgress? = nil
    ) async throws -> (lists: [EndpointAddress: ActualList], directory: LineDirectory) {
        let wanted = directory.ordered.map(\.address).filter(addresses.contains)
        let read = try await wanted.mapConcurrently(limit: client.limits.concurrency * 2, onProgress: onProgress) {
            try await self.list(at: $0)
        }
        var lists: [EndpointAddress: ActualList] = [:]
        var strangers: [MemberID: Member] = [:]
        for (address, reading) in zip(wanted, read) {
            lists[address] = ActualList(reading)
            guard let owner = directory.endpoints[address]?.owner,
                let organisation = directory.member(owner)?.organisation
            else { continue }
            for item in reading.list.members where directory.members[MemberID(item.id.uuid)] == nil {
                strangers[MemberID(item.id.uuid)] = Member(item, of: organisation)
            }
        }
        return (lists, strangers.isEmpty ? directory : directory.adding(Array(strangers.values)))
    }

    public func list(at address: EndpointAddress) async throws -> MemberListReading {
        try await client.memberList(at: MemberListAddress(address))
    }

    /// The directory that knows which of these people's apps are switched off.
    func directory(
        _ directory: LineDirectory, knowingAppsOf people: [MemberID], onProgress: OnProgress?
    ) async throws -> LineDirectory {
        let states = try await people.mapConcurrently(limit: client.limits.concurrency * 2, onProgress: onProgress) {
            try await client.applications(of: WebexID(.person, $0.uuid)).desktopClientEnabled
        }
        let off = Set(zip(people, states).filter { !$0.1 }.map(\.0))
        return off.isEmpty ? directory : directory.switchingOff(appsOf: off)
    }
}

extension MemberListAddress {
    public init(_ address: EndpointAddress) {
        switch address {
        case .application(let person): self = .application(person: WebexID(.person, person.uuid))
        case .device(let device): self = .device(WebexID(.callingDevice, device.uuid))
        }
    }
}

extension ActualList {
    public init(_ reading: MemberListReading) {
        self.init(
            model: .described(name: reading.list.model, maxLineCount: reading.list.maxLineCount),
            lines: reading.list.members.map(Line.init).sorted { $0.port < $1.port }, eTag: reading.eTag)
    }
}

extension Line {
    init(_ item: MemberItem) {
        self.init(
            member: MemberID(item.id.uuid), port: item.port, weight: item.lineWeight, label: item.lineLabel,
            hotline: item.hotlineDestination.flatMap(HotlineDestination.init),
            allowsCallDecline: item.allowCallDeclineEnabled, t38FaxCompression: item.t38FaxCompressionEnabled ?? false)
    }
}

extension Sequence where Self: Sendable, Element: Sendable {
    /// The results in the order of the elements; at most `limit` are worked on at once.
    func mapConcurrently<Result: Sendable>(
        limit: Int, onProgress: OnProgress? = nil, _ work: @escaping @Sendable (Element) async throws -> Result
    ) async throws -> [Result] {
        let elements = Array(self)
        var results = [Result?](repeating: nil, count: elements.count)
        try await withThrowingTaskGroup(of: (Int, Result).self) { group in
            var next = 0
            var done = 0
            func start() {
                guard next < elements.count else { return }
                let index = next
                next += 1
                group.addTask { (index, try await work(elements[index])) }
            }
            for _ in 0..<Swift.max(1, limit) { start() }
            while let (index, result) = try await group.next() {
                results[index] = result
                done += 1
                onProgress?(WorkProgress(done: done, total: elements.count))
                start()
            }
        }
        return results.compactMap(\.self)
    }
}
