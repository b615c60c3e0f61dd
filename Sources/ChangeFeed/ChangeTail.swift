// SPDX-License-Identifier: Apache-2.0

import SharedLine

/// The last changes of a store, without a gap, up to some length.
struct ChangeTail {
    private let length: Int
    private var changes: [Change] = []
    /// Every change after this sequence and up to `end` is kept.
    private var start: Int64 = 0
    private(set) var end: Int64 = 0

    init(length: Int) {
        self.length = length
    }

    /// Forgets everything and goes on after that sequence.
    mutating func restart(at sequence: Int64) {
        changes = []
        start = sequence
        end = sequence
    }

    /// Takes the changes that follow `end` without a gap.
    mutating func append(_ next: [Change]) {
        guard let last = next.last else { return }
        changes += next
        end = last.sequence
        // Dropped by halves, so that moving the rest up costs little for each.
        if changes.count >= 2 * length { drop(changes.count - length) }
    }

    private mutating func drop(_ count: Int) {
        start = changes[count - 1].sequence
        changes.removeFirst(count)
    }

    /// The next changes after the place that match; nil where the tail does not reach back that far.
    func batch(_ query: ChangeQuery?, after place: Int64, max: Int) -> ChangeBatch? {
        guard place >= start else { return nil }
        var found: [Change] = []
        for change in changes[firstIndex(after: place)...] where query?.matches(change) ?? true {
            found.append(change)
            if found.count == max { return ChangeBatch(changes: found, place: change.sequence) }
        }
        return ChangeBatch(changes: found, place: Swift.max(place, end))
    }

    private func firstIndex(after place: Int64) -> Int {
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].sequence <= place { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
