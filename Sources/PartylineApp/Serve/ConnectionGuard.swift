// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOTLS
import WebexAPI

/// Holds one connection to its deadlines, whatever the other side does or leaves undone.
///
/// Bytes do not count, only what they complete: a client that sends one byte now and then gains nothing by it. One
/// timer a connection looks at the deadline of the moment; a request costs no timer of its own.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let limits: ConnectionLimits
    private let meters: ConnectionMeters
    private let drain: DrainSwitch
    private var state: ConnectionState
    private var timer: Scheduled<Void>?

    init(limits: ConnectionLimits, meters: ConnectionMeters, drain: DrainSwitch) {
        self.limits = limits
        self.meters = meters
        self.drain = drain
        state = ConnectionState(limits: limits, now: .now())
    }

    func handlerAdded(context: ChannelHandlerContext) {
        meters.opened()
        schedule(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        meters.closed()
        timer?.cancel()
        timer = nil
    }

    // MARK: From the client

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent { state.handshakeCompleted(at: .now()) }
        if event is ChannelShouldQuiesceEvent, state.isHandshaking { context.close(promise: nil) }
        if case ChannelEvent.inputClosed = event, state.isLingering {
            context.close(promise: nil)
            return
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if state.isLingering { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            state.requestBegan(closes: head.headerFields.endConnection, at: .now())
            if limits.continues(head), state.isOnlyRequest {
                context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
            }
        case .body: break
        case .end: state.requestEnded()
        }
        context.fireChannelRead(data)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if state.isLingering { return }
        guard let error = error as? HTTPParserError, state.canAnswer else {
            context.fireErrorCaught(error)
            return
        }
        answer(error == .headerOverflow ? .headersTooLarge : .malformed, context)
    }

    // MARK: To the client

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if state.isLingering {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(var head):
            if head.status.kind != .informational {
                // Whoever keeps connections, as proxies do, sees this one end with an answer and not under a request.
                if drain.isDraining { head.headerFields[.connection] = "close" }
                state.answerBegan(
                    closes: head.headerFields.endConnection,
                    streams: head.headerFields[.contentType] == "text/event-stream", at: .now())
            }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body:
            context.write(data, promise: state.isStreaming ? noticing(promise, context) : promise)
        case .end:
            let closes = state.answerEnded(at: .now())
            context.write(data, promise: promise)
            if closes {
                context.flush()
                linger(context)
            }
        }
    }

    /// Succeeds when the system has taken what is written, which renews a stream's deadline.
    private func noticing(
        _ promise: EventLoopPromise<Void>?, _ context: ChannelHandlerContext
    ) -> EventLoopPromise<Void> {
        let written = promise ?? context.eventLoop.makePromise()
        written.futureResult.assumeIsolated().whenSuccess { self.state.streamAdvanced(at: .now()) }
        return written
    }

    // MARK: Deadlines

    private func schedule(_ context: ChannelHandlerContext) {
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(deadline: state.nextLook(from: .now())) {
            let (handler, context) = bound.value
            handler.timer = nil
            handler.timeIsUp(context)
        }
    }

    private func timeIsUp(_ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        switch state.timeIsUp(at: .now()) {
        case .wait: schedule(context)
        case .close: context.close(promise: nil)
        case .answer: answer(.tooSlow, context)
        }
    }

    private func answer(_ refusal: ConnectionRefusal, _ context: ChannelHandlerContext) {
        meters.refused(refusal)
        let (head, body) = refusal.answer()
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(body)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        linger(context)
    }

    /// Says that nothing more comes and reads on for a moment without listening: closing at once would reset the
    /// connection under a client that still sends, and take the answer away from it.
    private func linger(_ context: ChannelHandlerContext) {
        state.linger(at: .now())
        timer?.cancel()
        schedule(context)
        context.close(mode: .output, promise: nil)
    }
}

/// What a connection is held to.
struct ConnectionLimits: Sendable {
    /// Between two requests, and for the head of one to be complete.
    let idle: TimeAmount
    /// From a request's head to its answer's end; of a stream, for the client to take each part.
    let request: TimeAmount
    /// For the TLS handshake; nil without TLS.
    let handshake: TimeAmount?
    let maximumBodyBytes: Int

    /// No deadline is set closer than this, but those of a connection's end.
    var shortest: TimeAmount { min(idle, request) }

    /// Whether a client that asks before it sends should send: not where the answer will be 413 anyway.
    func continues(_ head: HTTPRequest) -> Bool {
        guard head.headerFields[.expect]?.lowercased() == "100-continue" else { return false }
        return (head.headerFields[.contentLength].flatMap { Int($0) } ?? 0) <= maximumBodyBytes
    }
}

extension HTTPFields {
    /// Whether the sender says that nothing of its comes after this.
    fileprivate var endConnection: Bool {
        self[.connection].map { $0.lowercased() == "close" } ?? false
    }
}
