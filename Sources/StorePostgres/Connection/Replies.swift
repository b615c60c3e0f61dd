// SPDX-License-Identifier: Apache-2.0

/// What is still to come on a pipelined connection, and to which group each piece belongs.
///
/// The server answers in the order in which it was asked: each statement with rows or an error, each group with a sync.
/// After an error the rest of the group is skipped.
struct Replies {
    enum Expected: Equatable {
        /// Whether the server has parsed a statement; it is a transaction of its own.
        case preparation(String)
        case preparationSync
        case statement
        case sync
    }

    enum Arrival {
        case rows(Rows)
        /// Done, without rows.
        case done
        case error(ServerError)
        /// Not carried out, because an earlier statement of the group failed.
        case skipped
        case sync
    }

    enum Event {
        /// The statement of that name cannot be used.
        case notPrepared(String)
        /// The oldest group has been answered in whole.
        case answered(Result<[Rows?], GroupError>)
        /// Something came that was not asked for.
        case disorder
    }

    private(set) var expected: ArraySlice<Expected> = []
    private var rows: [Rows?] = []
    private var error: GroupError?

    var isComplete: Bool { expected.isEmpty }

    mutating func expect(_ reply: Expected) {
        expected.append(reply)
    }

    mutating func take(_ arrival: Arrival) -> Event? {
        guard let next = expected.first else { return .disorder }
        switch (next, arrival) {
        case (.preparationSync, .sync):
            expected.removeFirst()
            return nil
        case (.preparation(let name), let arrival):
            expected.removeFirst()
            if case .done = arrival { return nil }
            return .notPrepared(name)
        case (.sync, .sync):
            expected.removeFirst()
            defer { (rows, error) = ([], nil) }
            return .answered(error.map { .failure($0) } ?? .success(rows))
        case (.sync, .error(let failure)):
            // What is checked at the end of a transaction fails there.
            if error == nil { error = GroupError(statement: max(0, rows.count - 1), error: failure) }
            return nil
        case (.statement, .sync), (.sync, _), (.preparationSync, _):
            return .disorder
        case (.statement, let arrival):
            expected.removeFirst()
            take(arrivalOfStatement: arrival)
            return nil
        }
    }

    private mutating func take(arrivalOfStatement arrival: Arrival) {
        switch arrival {
        case .rows(let result): rows.append(result)
        case .error(let failure):
            if error == nil { error = GroupError(statement: rows.count, error: failure) }
            rows.append(nil)
        case .done, .skipped, .sync: rows.append(nil)
        }
    }
}

/// A group failed at one of its statements, and nothing of it was stored.
struct GroupError: Error {
    /// The statement's place in the group.
    let statement: Int
    let error: ServerError
}
