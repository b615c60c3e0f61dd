// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
public import Hummingbird
public import Instruments
import NIOCore

/// `GET /metrics`: everything that the sources measure, as Prometheus reads it. It holds counts, never an id, a number or
/// a name.
public struct MetricsPage: Sendable {
    private static let path = "/metrics"

    private let sources: [any MetricSource]

    /// - Parameter sources: no two may have a family of the same name.
    public init(_ sources: [any MetricSource]) {
        self.sources = sources
    }

    /// A server of this page alone, for a listener of its own.
    public func router() -> Router<WebexRequestContext> {
        let router = Router(context: WebexRequestContext.self)
        let methods = [HTTPRequest.Method.get, .head]
        let paths = KnownPaths(methods.map { (method: $0, path: Self.path) })
        router.add(middleware: AnswerMiddleware(paths: paths, meters: RequestMeters()))
        router.get(RouterPath(Self.path)) { _, _ in answer().response() }
        router.head(RouterPath(Self.path)) { _, _ in answer().response().createHeadResponse() }
        return router
    }

    var route: OpenRoute { OpenRoute(path: Self.path, answer: { answer() }) }

    private func answer() -> Answer {
        let text = PrometheusText.of(sources.flatMap { $0.metrics() })
        return Answer(
            status: .ok, headers: [.contentType: PrometheusText.mediaType], body: ByteBuffer(string: text))
    }
}

extension RateLimiter: MetricSource {
    func metrics() -> [MetricFamily] {
        [
            MetricFamily(
                "partyline_rate_limit_refusals_total", .counter, help: "Requests refused with 429.",
                value: refusals.value)
        ]
    }
}
