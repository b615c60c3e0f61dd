// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Testing

@testable import PartylineApp

@Suite struct ConnectionStateTests {
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000)

    private func limits(handshake: TimeAmount? = nil) -> ConnectionLimits {
        ConnectionLimits(idle: .seconds(60), request: .seconds(30), handshake: handshake, maximumBodyBytes: 1000)
    }

    private func seconds(_ count: Int64) -> NIODeadline { start + .seconds(count) }

    @Test func aConnectionWithoutARequestHeadEndsWithTheIdleTime() {
        var state = ConnectionState(limits: limits(), now: start)
        #expect(state.timeIsUp(at: seconds(59)) == .wait)
        #expect(state.timeIsUp(at: seconds(60)) == .close)
    }

    @Test func aHandshakeHasATimeOfItsOwn() {
        var state = ConnectionState(limits: limits(handshake: .seconds(10)), now: start)
        #expect(state.deadline == seconds(10))
        #expect(state.timeIsUp(at: seconds(10)) == .close)
        var other = ConnectionState(limits: limits(handshake: .seconds(10)), now: start)
        other.handshakeCompleted(at: seconds(3))
        #expect(other.deadline == seconds(63))
    }

    @Test func anIncompleteRequestIsAnswered() {
        var state = ConnectionState(limits: limits(), now: start)
        state.requestBegan(closes: false, at: seconds(5))
        #expect(state.timeIsUp(at: seconds(34)) == .wait)
        #expect(state.timeIsUp(at: seconds(35)) == .answer)
    }

    @Test func anAnswerThatDoesNotEndIsCutOffAfterAMoment() {
        var state = ConnectionState(limits: limits(), now: start)
        state.requestBegan(closes: false, at: start)
        state.requestEnded()
        state.answerBegan(closes: false, streams: false, at: start)
        #expect(state.timeIsUp(at: seconds(30)) == .wait)
        #expect(state.deadline == seconds(31))
        #expect(state.timeIsUp(at: seconds(31)) == .close)
    }

    @Test func anAnswerStartsTheIdleTimeAgain() {
        var state = ConnectionState(limits: limits(), now: start)
        state.requestBegan(closes: false, at: start)
        state.requestEnded()
        state.answerBegan(closes: false, streams: false, at: start)
        let isLast = state.answerEnded(at: seconds(2))
        #expect(!isLast)
        #expect(state.deadline == seconds(62))
        #expect(state.canAnswer)
    }

    @Test func pipelinedRequestsEachHaveTheirTime() {
        var state = ConnectionState(limits: limits(), now: start)
        state.requestBegan(closes: false, at: start)
        state.requestEnded()
        state.requestBegan(closes: true, at: seconds(1))
        state.requestEnded()
        #expect(!state.canAnswer)
        state.answerBegan(closes: false, streams: false, at: start)
        let isLastOfTwo = state.answerEnded(at: seconds(20))
        #expect(!isLastOfTwo)
        #expect(state.deadline == seconds(50))
        state.answerBegan(closes: false, streams: false, at: start)
        let isLast = state.answerEnded(at: seconds(21))
        #expect(isLast)
    }

    @Test func anAnswerThatSaysCloseEndsTheConnection() {
        var state = ConnectionState(limits: limits(), now: start)
        state.requestBegan(closes: false, at: start)
        state.answerBegan(closes: true, streams: false, at: start)
        let isLast = state.answerEnded(at: seconds(1))
        #expect(isLast)
    }

    @Test func aStreamLivesAsLongAsTheClientTakesIt() {
        var state = ConnectionState(limits: limits(), now: start)
        state.requestBegan(closes: false, at: start)
        state.requestEnded()
        state.answerBegan(closes: true, streams: true, at: seconds(1))
        for minute in 1...5 {
            state.streamAdvanced(at: seconds(Int64(25 * minute)))
            #expect(state.timeIsUp(at: seconds(Int64(25 * minute) + 29)) == .wait)
        }
        #expect(state.timeIsUp(at: seconds(155)) == .wait)
        #expect(state.timeIsUp(at: seconds(156)) == .close)
    }

    @Test func aClientThatTakesAStreamAgainInTheLastMomentIsNotCutOff() {
        var state = ConnectionState(limits: limits(), now: start)
        state.requestBegan(closes: false, at: start)
        state.requestEnded()
        state.answerBegan(closes: true, streams: true, at: start)
        #expect(state.timeIsUp(at: seconds(30)) == .wait)
        state.streamAdvanced(at: seconds(30))
        #expect(state.timeIsUp(at: seconds(31)) == .wait)
        #expect(state.deadline == seconds(60))
    }
}
