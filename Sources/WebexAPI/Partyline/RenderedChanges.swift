// SPDX-License-Identifier: Apache-2.0

import LineService
import SharedLine
import Synchronization
import WebexWire

/// The bytes of the last changes that streams were given: many streams show the same ones at the same time.
final class RenderedChanges: Sendable {
    struct Item: Sendable {
        let cursor: ChangeCursor
        let json: [UInt8]
    }

    /// About 5 KB for lists of ten lines before and after; beyond this all are dropped, which needs no bookkeeping.
    private static let maximumItems = 1024

    private let known = Mutex<[Int64: [UInt8]]>([:])

    /// - Parameter changes: of one organisation.
    func json(of changes: [Change], by service: ChangeService) async throws -> [Item] {
        let (found, missing) = known.withLock { known in
            (changes.map { known[$0.sequence] }, changes.filter { known[$0.sequence] == nil })
        }
        guard let organisation = missing.first?.organisation else { return items(changes, found) }
        let (told, identities) = try await service.told(missing, in: organisation)
        var fresh = told.map { ChangeItem($0, identities).json() }.makeIterator()
        let whole = found.map { $0 ?? fresh.next() }
        keep(zip(changes, whole))
        return items(changes, whole)
    }

    private func items(_ changes: [Change], _ bytes: [[UInt8]?]) -> [Item] {
        zip(changes, bytes).compactMap { change, bytes in
            bytes.map { Item(cursor: ChangeCursor(change.sequence), json: $0) }
        }
    }

    private func keep(_ pairs: Zip2Sequence<[Change], [[UInt8]?]>) {
        known.withLock { known in
            if known.count >= Self.maximumItems { known = [:] }
            for (change, bytes) in pairs { known[change.sequence] = bytes }
        }
    }
}
