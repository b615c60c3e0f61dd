// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// The outermost layer: gives every request a tracking id, makes an answer of whatever happened, says it in the log and
/// counts it.
struct AnswerMiddleware: RouterMiddleware {
    typealias Context = WebexRequestContext

    let paths: KnownPaths
    let meters: RequestMeters

    func handle(
        _ request: Request, context: WebexRequestContext,
        next: (Request, WebexRequestContext) async throws -> Response
    ) async throws -> Response {
        let began = ContinuousClock.now
        meters.began()
        var context = context
        let trackingID = TrackingID.next()
        context.trackingID = trackingID
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            response = failure(error, of: request, context, trackingID)
        }
        response.headers[.trackingID] = trackingID
        let duration = ContinuousClock.now - began
        meters.answered(on: context.route, status: response.status.code, took: duration)
        log(request, response, context, took: duration)
        return response
    }

    private func failure(
        _ error: any Error, of request: Request, _ context: WebexRequestContext, _ trackingID: String
    ) -> Response {
        let error = paths.explain(error, request)
        let base = Route.Base(ofPath: request.uri.path)
        guard let refusal = ErrorAnswer(error) else {
            log(error, of: context)
            return ErrorAnswer.defect.answer(in: base, trackingID: trackingID).response()
        }
        if refusal.status.code >= 500, !(error is RequestRefusal) {
            log(error, of: context)
        }
        return refusal.answer(in: base, trackingID: trackingID).response()
    }

    private func log(_ error: any Error, of context: WebexRequestContext) {
        context.logger.error(
            "request failed",
            metadata: ["tracking_id": "\(context.trackingID)", "error": "\(String(reflecting: error))"])
    }

    /// Refusals and changes are worth a line by default; a plain read is one at debug level.
    private func log(
        _ request: Request, _ response: Response, _ context: WebexRequestContext, took duration: Duration
    ) {
        let isPlainRead = request.method == .get && response.status.code < 400
        let level: Logger.Level = isPlainRead ? .debug : .info
        guard context.logger.logLevel <= level else { return }
        var metadata: Logger.Metadata = [
            "tracking_id": .string(context.trackingID), "method": .string(request.method.rawValue),
            "path": .string(request.uri.path), "status": .stringConvertible(response.status.code),
            "milliseconds": .stringConvertible(duration.milliseconds),
        ]
        if let theirs = request.headers[.trackingID] { metadata["caller_tracking_id"] = "\(theirs.prefix(128))" }
        context.logger.log(level: level, "request", metadata: metadata)
    }
}

extension Duration {
    /// With three decimals.
    fileprivate var milliseconds: Double {
        let (seconds, attoseconds) = components
        return (Double(seconds) * 1e6 + Double(attoseconds) * 1e-12).rounded() / 1e3
    }
}
