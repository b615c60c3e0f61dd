// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import LineService
import NIOCore
import SharedLine
import WebexWire

/// The versions of one member list, and putting one of them back.
struct HistoryController: Sendable {
    /// How many versions a page has at most, and how many without `max`.
    private static let (limit, defaultMax) = (200, 50)

    let changes: ChangeService
    let lists: MemberListService

    @Sendable func list(_ call: Call) async throws -> Answer {
        let list = try await lists.list(at: try await address(call), for: call.authority)
        let max = try call.maximum(limit: Self.limit, default: Self.defaultMax)
        let found = try await changes.history(of: list, before: try before(call), max: max)
        let (told, identities) = try await changes.told(found.items, in: call.authority.organisation)
        let items = told.map { ChangeItem($0, identities) }
        let response = HistoryResponse(
            endpoint: EndpointReference(list.endpoint), version: list.version, items: items)
        var answer = Answer.json(bytes: response.json())
        answer.headers[.eTag] = EntityTag.of(version: list.version)
        guard found.hasMore, let last = items.last else { return answer }
        return answer.linking(call.nextLink("before", last.cursor.text))
    }

    @Sendable func undo(_ call: Call) async throws -> Answer {
        let address = try await address(call)
        let condition = EditCondition(
            match: EntityTag.match(in: call.head.headerFields), isDryRun: try call.query.flag("dryRun") ?? false,
            keyed: call.keyed(answering: 204))
        let (outcome, version) = try await lists.undo(
            at: address, to: try Self.version(in: call.body), under: condition, for: call.authority)
        switch outcome {
        case .replaced(let version):
            return Answer(status: .noContent, headers: [.eTag: EntityTag.of(version: version)])
        case .decided(let decision, let snapshot):
            let family: MemberListFamily =
                snapshot.list.endpoint.model.family == .application ? .currentApplication : .device
            let difference = MemberListDifference(decision, on: snapshot)
            var answer = Answer.json(bytes: difference.json(for: family, undoingTo: version))
            answer.headers[.eTag] = EntityTag.of(version: snapshot.list.version)
            return answer
        }
    }

    private func address(_ call: Call) async throws -> EndpointAddress {
        guard let name = call.parameters["endpointId"].flatMap({ EndpointName(String($0)) }) else {
            throw ServiceError.notFound(.memberList)
        }
        return try await lists.address(of: name, for: call.authority)
    }

    private func before(_ call: Call) throws(ServiceError) -> Int64? {
        guard let text = call.query.text("before") else { return nil }
        guard let cursor = ChangeCursor(text) else { throw .invalid([.invalid("before", "the id of a change")]) }
        return cursor.sequence
    }

    private static func version(in body: ByteBuffer) throws -> Int64? {
        let request: UndoRequest
        do throws(RequestBodyError) {
            request = try UndoRequest.parse(Array(body.readableBytesView))
        } catch {
            throw RequestRefusal.malformedBody(error.description)
        }
        switch request.toVersion {
        case .absent: return nil
        case .value(let version) where version > 0: return Int64(version)
        case .value, .invalid: throw ServiceError.invalid([.invalid("toVersion", "a whole number from 1")])
        }
    }
}

extension EndpointName {
    /// nil where the text is no id, or of a kind that shows no lines.
    init?(_ text: String) {
        guard let decoded = PercentEncoding.decode(text[...].utf8, plusIsSpace: false),
            let id = WebexID.parse(decoded)
        else { return nil }
        switch id.kind {
        case .person: self = .applicationOf(MemberID(id.uuid))
        case .application: self = .application(EndpointID(id.uuid))
        case .device, .callingDevice: self = .device(EndpointID(id.uuid))
        case nil: self = .either(EndpointID(id.uuid))
        default: return nil
        }
    }
}
