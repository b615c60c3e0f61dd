// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Where a connection stands and until when it may stand there. Pure: `ConnectionGuard` carries it out.
struct ConnectionState {
    private enum Phase {
        case handshaking
        /// No request is open.
        case waiting
        /// At least one is.
        case working
        /// The last answer has been written: the rest is read and forgotten.
        case lingering
    }

    enum Action: Hashable {
        case wait
        case close
        /// The request is not whole in time, and nothing has been said about it.
        case answer
    }

    /// For the answer that a request's own time limit has made, to be written.
    private static let grace = TimeAmount.seconds(1)
    private static let lingering = TimeAmount.seconds(2)

    private let limits: ConnectionLimits
    private var phase: Phase
    private var isInGrace = false
    /// Requests whose head has come and whose answer has not ended. More than one where a client pipelines.
    private var openRequests = 0
    private var isRequestIncomplete = false
    private var isAnswering = false
    /// The answer under way lasts: what counts is that the client takes what is written.
    private(set) var isStreaming = false
    /// The answer under way says so.
    private var closesAfterAnswer = false
    /// A request has said that it is the last.
    private var closesAfterAllAnswers = false
    private(set) var deadline: NIODeadline

    init(limits: ConnectionLimits, now: NIODeadline) {
        self.limits = limits
        phase = limits.handshake == nil ? .waiting : .handshaking
        deadline = now + (limits.handshake ?? limits.idle)
    }

    var isHandshaking: Bool { phase == .handshaking }
    var isLingering: Bool { phase == .lingering }
    var isOnlyRequest: Bool { openRequests == 1 }

    /// Whether an answer written now would be read as the answer to what the client is sending.
    var canAnswer: Bool { openRequests == 0 || (openRequests == 1 && isRequestIncomplete && !isAnswering) }

    mutating func handshakeCompleted(at now: NIODeadline) {
        guard phase == .handshaking else { return }
        phase = .waiting
        deadline = now + limits.idle
    }

    mutating func requestBegan(closes: Bool, at now: NIODeadline) {
        openRequests += 1
        isRequestIncomplete = true
        closesAfterAllAnswers = closesAfterAllAnswers || closes
        guard openRequests == 1 else { return }
        work(from: now)
    }

    mutating func requestEnded() {
        isRequestIncomplete = false
    }

    mutating func answerBegan(closes: Bool, streams: Bool, at now: NIODeadline) {
        isAnswering = true
        closesAfterAnswer = closesAfterAnswer || closes
        isStreaming = streams
        if streams { deadline = now + limits.request }
    }

    /// A part of a stream has gone out.
    mutating func streamAdvanced(at now: NIODeadline) {
        guard isStreaming, phase == .working else { return }
        isInGrace = false
        deadline = now + limits.request
    }

    /// - Returns: whether the connection ends with this answer.
    mutating func answerEnded(at now: NIODeadline) -> Bool {
        isAnswering = false
        isStreaming = false
        openRequests = max(0, openRequests - 1)
        if closesAfterAnswer || (closesAfterAllAnswers && openRequests == 0) { return true }
        if openRequests == 0 {
            phase = .waiting
            deadline = now + limits.idle
        } else {
            work(from: now)
        }
        return false
    }

    mutating func linger(at now: NIODeadline) {
        phase = .lingering
        deadline = now + Self.lingering
    }

    mutating func timeIsUp(at now: NIODeadline) -> Action {
        guard now >= deadline else { return .wait }
        guard phase == .working, !isInGrace else { return .close }
        if canAnswer { return .answer }
        isInGrace = true
        deadline = now + Self.grace
        return .wait
    }

    private mutating func work(from now: NIODeadline) {
        phase = .working
        isInGrace = false
        deadline = now + limits.request
    }
}
