// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import StorePostgres

@Suite("What a pipelined connection answers")
struct RepliesTests {
    private let failure = ServerError(code: "23505", constraint: "member_id", message: "taken")

    private func replies(_ groups: [Replies.Expected]...) -> Replies {
        var replies = Replies()
        for reply in groups.joined() { replies.expect(reply) }
        return replies
    }

    /// The places of the failed statements, nil for each group that succeeded.
    private func play(_ arrivals: [Replies.Arrival], against replies: Replies) -> (ended: [Int?], disorder: Bool) {
        var replies = replies
        var ended: [Int?] = []
        for arrival in arrivals {
            switch replies.take(arrival) {
            case .answered(.success): ended.append(nil)
            case .answered(.failure(let error)): ended.append(error.statement)
            case .disorder: return (ended, true)
            case .notPrepared, nil: break
            }
        }
        return (ended, false)
    }

    @Test("Groups are answered one after the other, each at its sync")
    func order() {
        let found = play(
            [.done, .done, .sync, .done, .sync],
            against: replies([.statement, .statement, .sync], [.statement, .sync]))
        #expect(found == ([nil, nil], false))
    }

    @Test("An error is told with its statement's place; the skipped rest and the next group are not touched by it")
    func error() {
        let found = play(
            [.done, .error(failure), .skipped, .sync, .done, .sync],
            against: replies([.statement, .statement, .statement, .sync], [.statement, .sync]))
        #expect(found == ([1, nil], false))
    }

    @Test("What fails at the end of the transaction fails the group")
    func errorAtSync() {
        let found = play([.done, .error(failure), .sync], against: replies([.statement, .sync]))
        #expect(found == ([0], false))
    }

    @Test("A statement that could not be parsed is told, and its group fails by itself")
    func notPrepared() {
        var replies = replies([.preparation("p1"), .preparationSync, .statement, .sync])
        guard case .notPrepared("p1") = replies.take(.error(failure)) else {
            Issue.record("it was not told")
            return
        }
        #expect(play([.sync, .error(failure), .sync], against: replies) == ([0], false))
    }

    @Test("What was not asked for is disorder")
    func disorder() {
        #expect(play([.done], against: replies()).disorder)
        #expect(play([.sync], against: replies([.statement, .sync])).disorder)
        #expect(play([.done, .done], against: replies([.statement, .sync])).disorder)
    }
}

private func == (left: (ended: [Int?], disorder: Bool), right: ([Int?], Bool)) -> Bool {
    left.ended == right.0 && left.disorder == right.1
}
