// SPDX-License-Identifier: Apache-2.0

import ChangeFeed
import HTTPTypes
import Hummingbird
import LineService
import NIOCore
import SharedLine
import WebexWire

/// What was committed in the organisation: by page, one by one, and as it comes.
struct ChangeController: Sendable {
    /// How many changes a page has at most, and how many without `max`.
    private static let (limit, defaultMax) = (1000, 100)

    let service: ChangeService
    let lists: MemberListService
    let feed: ChangeFeed
    /// How long a stream stays silent at most.
    let heartbeat: Duration
    private let rendered = RenderedChanges()

    init(service: ChangeService, lists: MemberListService, feed: ChangeFeed, heartbeat: Duration) {
        self.service = service
        self.lists = lists
        self.feed = feed
        self.heartbeat = heartbeat
    }

    @Sendable func list(_ call: Call) async throws -> Answer {
        let place = try await place(call.query.text("after"), named: "after") ?? 0
        let max = try call.maximum(limit: Self.limit, default: Self.defaultMax)
        guard let query = try await query(call) else {
            return .json(bytes: ChangesResponse(items: [], cursor: ChangeCursor(place)).json())
        }
        // One more tells whether there is more.
        let found = try await service.changes(query, after: place, max: max + 1)
        let changes = Array(found.prefix(max))
        let cursor = ChangeCursor(changes.last?.sequence ?? place)
        let items = try await items(of: changes, call)
        return Answer.json(bytes: ChangesResponse(items: items, cursor: cursor).json())
            .linking(found.count > max ? call.nextLink("after", cursor.text) : nil)
    }

    @Sendable func get(_ call: Call) async throws -> Answer {
        guard let cursor = call.parameters["changeId"].flatMap({ ChangeCursor(String($0)) }) else {
            throw ServiceError.changeNotFound
        }
        let change = try await service.change(cursor.sequence, for: call.authority)
        let items = try await items(of: [change], call)
        return .json(bytes: items.first?.json() ?? [])
    }

    @Sendable func stream(_ call: Call) async throws -> Answer {
        if await feed.hasEnded { throw RequestRefusal.draining }
        let query = try await query(call)
        let resumed = try await place(call.head.headerFields[.lastEventID], named: "Last-Event-ID")
        let asked = try await place(call.query.text("after"), named: "after")
        let end = try await service.end()
        return ChangeStream(
            query: query, start: resumed ?? asked ?? end, feed: feed, service: service, rendered: rendered,
            heartbeat: heartbeat, checkToken: call.checkToken
        ).answer()
    }

    private func items(of changes: [Change], _ call: Call) async throws -> [ChangeItem] {
        let (told, identities) = try await service.told(changes, in: call.authority.organisation)
        return told.map { ChangeItem($0, identities) }
    }

    /// nil where the filters can match nothing.
    private func query(_ call: Call) async throws -> ChangeQuery? {
        var query = call.authority.changeQuery
        query.actor = call.query.text("actor")
        guard let text = call.query.text("endpoint") else { return query }
        guard let name = EndpointName(text), let id = try await lists.endpoint(named: name, for: call.authority) else {
            return nil
        }
        query.endpoint = id
        return query
    }

    /// A cursor that was given out; nil where none was sent.
    private func place(_ text: String?, named name: String) async throws -> Int64? {
        guard let text, !text.isEmpty else { return nil }
        guard let cursor = ChangeCursor(text) else {
            throw ServiceError.invalid([.invalid(name, "the id of a change, or a cursor of an answer")])
        }
        // One from before a backup was put back would silently wait for what has long been committed.
        guard try await cursor.sequence <= service.end() else {
            throw ServiceError.invalid([.invalid(name, "it lies behind the last change: read again from the start")])
        }
        return cursor.sequence
    }
}

extension Call {
    /// `max` from 1 on, brought down to the limit.
    func maximum(limit: Int, default defaultMax: Int) throws(ServiceError) -> Int {
        let max = try query.number("max") ?? defaultMax
        guard max > 0 else { throw .invalid([.invalid("max", "a whole number from 1")]) }
        return min(max, limit)
    }
}

extension HTTPField.Name {
    static let lastEventID = HTTPField.Name("Last-Event-ID") ?? .via
}
