// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A row of counts that any thread adds to without a lock.
///
/// Atomics cannot stand in an array; they live in memory of the row's own, which never moves.
public final class AtomicCounts: @unchecked Sendable {
    private let first: UnsafeMutablePointer<Atomic<Int>>
    public let count: Int

    /// - Parameter count: how many there are, all 0.
    public init(_ count: Int) {
        self.count = count
        first = .allocate(capacity: count)
        for index in 0..<count { (first + index).initialize(to: Atomic(0)) }
    }

    deinit {
        first.deinitialize(count: count)
        first.deallocate()
    }

    /// - Parameter index: from 0 up to `count`; another one is a defect.
    public func increment(_ index: Int) {
        precondition((0..<count).contains(index))
        first[index].add(1, ordering: .relaxed)
    }

    /// The counts one after the other: one that grows meanwhile is seen before or after.
    public var values: [Int] { (0..<count).map { first[$0].load(ordering: .relaxed) } }
}
