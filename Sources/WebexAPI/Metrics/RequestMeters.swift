// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Instruments
import Synchronization

/// Counts requests by route. Which counters a request belongs to is known when the routes are put together, so that
/// counting looks nothing up.
final class RequestMeters: Sendable {
    private let inFlight = Gauge()
    /// Of requests that come to no route: their method and path are the client's invention, and stay out of the labels.
    private let unmatched = RouteMeter(labels: ["method": "any", "route": "unmatched"])
    private let routes = Mutex<[String: RouteMeter]>([:])

    /// The counters of a route, made with its first mention.
    ///
    /// - Parameter path: whole, with parameters in braces.
    func meter(of method: HTTPRequest.Method, _ path: String) -> RouteMeter {
        routes.withLock { routes in
            let name = "\(path) \(method.rawValue)"
            let meter = routes[name] ?? RouteMeter(labels: ["method": method.rawValue, "route": path])
            routes[name] = meter
            return meter
        }
    }

    func began() {
        inFlight.enter()
    }

    /// - Parameter duration: until the answer was made; sending it is not part of it.
    func answered(on route: MatchedRoute, status: Int, took duration: Duration) {
        inFlight.leave()
        (route.meter ?? unmatched).answered(status: status, took: duration)
    }
}

extension RequestMeters: MetricSource {
    /// Routes that were never asked for are left out: there are many, and most clients use few.
    func metrics() -> [MetricFamily] {
        let known = routes.withLock { routes in routes.sorted { $0.key < $1.key }.map(\.value) }
        let used = (known + [unmatched]).filter { $0.durations.count > 0 }
        return [
            MetricFamily(
                "http_requests_total", .counter, help: "Requests answered, by method, route and status.",
                samples: used.flatMap(\.statusSamples)),
            MetricFamily(
                "http_request_duration_seconds", .histogram,
                help: "Time from a request's head to its answer being made, by method and route.",
                samples: used.flatMap { $0.durations.samples(labels: $0.labels) }),
            MetricFamily(
                "http_requests_in_flight", .gauge, help: "Requests being worked on, this one included.",
                value: inFlight.value),
        ]
    }
}

/// The counters of one route.
final class RouteMeter: Sendable {
    private static let statuses = 100...599

    let labels: Labels
    let durations = Histogram.ofDurations()
    private let counts = AtomicCounts(statuses.count)

    init(labels: Labels) {
        self.labels = labels
    }

    func answered(status: Int, took duration: Duration) {
        let known = min(max(status, Self.statuses.lowerBound), Self.statuses.upperBound)
        counts.increment(known - Self.statuses.lowerBound)
        durations.observe(duration)
    }

    var statusSamples: [MetricFamily.Sample] {
        zip(Self.statuses, counts.values).compactMap { status, count in
            guard count > 0 else { return nil }
            return .init(labels: labels.adding(["code": String(status)]), value: Double(count))
        }
    }
}

/// Told by the route that a request has come to, read by the layer around all routes.
final class MatchedRoute: Sendable {
    private let reference = AtomicLazyReference<RouteMeter>()

    func isThat(of meter: RouteMeter) {
        _ = reference.storeIfNil(meter)
    }

    /// nil where the request came to no route.
    var meter: RouteMeter? { reference.load() }
}
