// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
public import ChangeFeed
import Foundation
import NIOCore
public import SharedLine

/// Keeps every configured Kamailio at what the member lists say: follows the committed changes, works out what the tables
/// should hold, and sends what differs.
///
/// It writes the state that should be and never what has changed, so that a change seen twice, or late, or after a restart of
/// either side does no harm. One process at a time feeds a Kamailio: two would each find the other's mark.
public actor KamailioSync {
    private let store: any Store
    private let feed: ChangeFeed
    private let nodes: [KamailioNode]
    private let http: HTTPClient
    /// Says that this process has fed the tables.
    private let mark = UUID().uuidString
    private let observe: @Sendable (KamailioObservation) -> Void
    /// How each Kamailio stands, for metrics and readiness.
    public nonisolated let standings: KamailioStandings

    private var tables = RegistrarTables()
    private var deliveries: [Delivery]
    private var pauses: [Int: Task<Void, Never>] = [:]
    private var isReachable: [Bool?]

    public init(
        urls: [KamailioURL], store: any Store, feed: ChangeFeed,
        observe: @escaping @Sendable (KamailioObservation) -> Void
    ) {
        self.store = store
        self.feed = feed
        self.observe = observe
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(2)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = KamailioNode.concurrency
        configuration.connectionPool.retryConnectionEstablishment = false
        let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        self.http = http
        nodes = urls.map { KamailioNode(url: $0, http: http) }
        deliveries = urls.map { _ in Delivery(at: .now) }
        isReachable = urls.map { _ in nil }
        standings = KamailioStandings(urls)
    }

    /// Feeds until the task is cancelled or the feed ends.
    public func run() async {
        var place = await load()
        await withTaskGroup { group in
            for index in nodes.indices { group.addTask { await self.deliver(to: index) } }
            while let reached = place, !Task.isCancelled {
                await follow(from: reached)
                if await feed.hasEnded { break }
                // The store was away. What has happened meanwhile is found by reading everything again.
                place = await load()
            }
            group.cancelAll()
        }
        try? await http.shutdown()
    }

    // MARK: - What should be

    private static let pageSize = 200
    private static let pauseOfStore = Duration.seconds(1)

    /// Reads every endpoint that may register.
    ///
    /// - Returns: the place in the feed from which changes may be missing; nil where the task was cancelled.
    private func load() async -> Int64? {
        while !Task.isCancelled {
            do {
                let place = try await feed.end()
                var gone = Set(tables.endpoints)
                var last: EndpointID?
                repeat {
                    let page = try await store.sipEndpoints(after: last, max: Self.pageSize)
                    for endpoint in page {
                        gone.remove(endpoint.credential.endpoint)
                        replace(endpoint.credential.endpoint, with: endpoint)
                    }
                    last = page.count < Self.pageSize ? nil : page.last?.credential.endpoint
                } while last != nil
                for endpoint in gone { replace(endpoint, with: nil) }
                return place
            } catch {
                observe(.storeAway("\(error)"))
                try? await Task.sleep(for: Self.pauseOfStore)
            }
        }
        return nil
    }

    /// Takes in what is committed after the place, until the feed ends or the store fails.
    private func follow(from start: Int64) async {
        var place = start
        do {
            while let batch = try await feed.next(nil, after: place, within: .seconds(60)) {
                try await takeIn(batch.changes)
                place = batch.place
            }
        } catch is CancellationError {
        } catch {
            observe(.storeAway("\(error)"))
        }
    }

    private func takeIn(_ changes: [Change]) async throws {
        var concerned: Set<EndpointID> = []
        for change in changes {
            switch change.subject.kind {
            case .application, .device, .memberList: concerned.insert(EndpointID(change.subject.id))
            case .person, .workspace, .virtualLine:
                concerned.formUnion(tables.endpoints(showing: MemberID(change.subject.id)))
            case .location: concerned.formUnion(tables.endpoints)
            case .organisation, .token: break
            }
        }
        for endpoint in concerned { replace(endpoint, with: try await store.sipEndpoint(endpoint)) }
    }

    private func replace(_ id: EndpointID, with endpoint: SIPEndpoint?) {
        let changed = tables.replace(id, with: endpoint)
        if changed.isEmpty { return }
        for index in nodes.indices {
            deliveries[index].changed(changed, at: .now)
            pauses[index]?.cancel()
            note(index)
        }
    }

    // MARK: - Bringing it there

    private func deliver(to index: Int) async {
        while !Task.isCancelled {
            let action = deliveries[index].next()
            do {
                try await perform(action, on: index)
                if action != .rest(Delivery.checkInterval) { noteReachable(index, nil) }
            } catch {
                var keys: [TableKey] = []
                if case .send(let sent) = action { keys = sent }
                deliveries[index].failed(sending: keys, at: .now)
                if !Task.isCancelled { noteReachable(index, error) }
            }
            note(index)
        }
    }

    private func perform(_ action: Delivery.Action, on index: Int) async throws {
        let node = nodes[index]
        switch action {
        case .check:
            let isOurs = try await node.hasMark(mark)
            deliveries[index].checked(isOurs: isOurs, at: .now)
        case .compare:
            let instance = try await node.instance()
            var held: [TableKey: String] = [:]
            for table in TableKey.Table.allCases { held.merge(try await node.entries(of: table)) { $1 } }
            deliveries[index].compared(differences(to: held), of: instance, at: .now)
            observe(.compared(node.url, differences: deliveries[index].pendingCount, entries: tables.entries.count))
        case .send(let keys):
            deliveries[index].began(sending: keys)
            try await node.send(keys.map { ($0, tables.entries[$0]) })
            deliveries[index].sent(at: .now)
        case .mark(let instance):
            try await node.set(mark: mark, for: instance)
            deliveries[index].marked(at: .now)
        case .rest(let duration):
            await rest(index, duration)
            deliveries[index].rested()
        }
    }

    private func differences(to held: [TableKey: String]) -> Set<TableKey> {
        Set(tables.entries.lazy.filter { held[$0.key] != $0.value }.map(\.key))
            .union(held.keys.lazy.filter { self.tables.entries[$0] == nil })
    }

    private func rest(_ index: Int, _ duration: Duration) async {
        let pause = Task<Void, Never> { try? await Task.sleep(for: duration) }
        pauses[index] = pause
        await withTaskCancellationHandler {
            await pause.value
        } onCancel: {
            pause.cancel()
        }
        pauses[index] = nil
    }

    // MARK: - What is said of it

    private func note(_ index: Int) {
        standings.note(index, deliveries[index], isReachable: isReachable[index] ?? false, tables.entries.count)
    }

    /// Says once that a Kamailio has gone, and once that it is back.
    private func noteReachable(_ index: Int, _ failure: (any Error)?) {
        standings.count(index, failure == nil)
        guard isReachable[index] != (failure == nil) else { return }
        isReachable[index] = failure == nil
        observe(failure.map { .lost(nodes[index].url, reason: "\($0)") } ?? .found(nodes[index].url))
    }
}
