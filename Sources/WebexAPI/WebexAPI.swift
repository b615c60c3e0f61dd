// SPDX-License-Identifier: Apache-2.0

public import ChangeFeed
public import Foundation
import HTTPTypes
public import Hummingbird
public import Instruments
import LineService
public import Logging
public import SharedLine
public import WebexWire

/// The HTTP side: Webex's operations under `/v1`, ours under `/partyline/v1`, health, and the OpenAPI document.
public struct WebexAPI: Sendable {
    let routes: [Route]
    private let pipeline: RequestPipeline
    private let health: HealthController
    private let meters = RequestMeters()
    private let sources: [any MetricSource]
    private let jobs: JobRunner

    /// - Parameters:
    ///   - feed: of the same store; streams end when it ends.
    ///   - drain: set when the server is about to stop, so that `/readyz` says so.
    ///   - registrars: how the SIP registrars that are fed stand, for `/readyz`.
    ///   - now: the clock, from outside so that tests can set it.
    public init(
        store: any Store, feed: ChangeFeed, settings: WebexAPISettings, drain: DrainSwitch,
        registrars: @escaping @Sendable () -> [RegistrarStanding] = { [] }, now: @escaping @Sendable () -> Date
    ) {
        let cache = SnapshotCache(store: store)
        let lists = MemberListService(store: store, cache: cache, now: now)
        let directory = DirectoryService(store: store, now: now)
        let changes = ChangeService(store: store)
        let plans = PlanService(store: store, now: now)
        let bell = JobBell()
        let jobs = JobService(store: store, plans: plans, bell: bell, now: now)
        self.jobs = JobRunner(store: store, plans: plans, translation: .ofRequests, bell: bell, now: now)
        let partyline = PartylineRouteTable(
            changes: ChangeController(service: changes, lists: lists, feed: feed, heartbeat: settings.heartbeat),
            history: HistoryController(changes: changes, lists: lists),
            plans: PlanController(plans: plans, jobs: jobs), jobs: JobController(jobs: jobs, plans: plans),
            sip: SIPCredentialController(
                credentials: SIPCredentialService(store: store, lists: lists, now: now), lists: lists))
        routes =
            RouteTable(
                lists: MemberListController(service: lists),
                people: PeopleController(directory: directory),
                places: PlaceController(directory: directory),
                lines: VirtualLineController(directory: directory),
                phones: DeviceController(directory: directory, lists: lists),
                company: OrganisationController(directory: directory)
            ).routes + partyline.routes
        let limiter = RateLimiter(rate: settings.requestsPerSecond)
        sources = [meters, limiter, lists, cache]
        pipeline = RequestPipeline(
            authenticator: Authenticator(store: store, cache: cache, now: now),
            idempotency: IdempotencyService(store: store, now: now), jobs: jobs, limiter: limiter,
            maximumBodyBytes: settings.maximumBodyBytes, scheme: settings.scheme)
        health = HealthController(store: store, drain: drain, registrars: registrars)
    }

    /// Carries long plans out until it is cancelled: the one under way then waits for the next start, or for another node.
    public func runJobs(logger: Logger) async {
        await jobs.run { logger.say($0) }
    }

    /// The router of a server. `/healthz`, `/readyz`, `/openapi.json` and `/metrics` need no token.
    ///
    /// - Parameter page: what `/metrics` shows; without it there is no such path.
    public func router(metrics page: MetricsPage? = nil) -> Router<WebexRequestContext> {
        let router = Router(context: WebexRequestContext.self)
        let open = health.routes + (page.map { [$0.route] } ?? [])
        let all =
            routes.map { (method: $0.method, path: $0.wholePath) } + open.map { (method: .get, path: $0.path) }
        let withHead = all + all.filter { $0.method == .get }.map { (method: .head, path: $0.path) }
        router.add(middleware: AnswerMiddleware(paths: KnownPaths(withHead), meters: meters))
        for route in routes {
            add(to: router, route.method, route.wholePath) { [pipeline] request, context in
                try await pipeline.answer(
                    request, context.parameters, on: route, trackingID: context.trackingID)
            }
        }
        for route in open {
            add(to: router, .get, route.path) { _, _ in try await route.answer() }
        }
        return router
    }

    /// A GET also answers HEAD, without the body (RFC 9110, 9.3.2).
    private func add(
        to router: Router<WebexRequestContext>, _ method: HTTPRequest.Method, _ path: String,
        _ answer: @escaping @Sendable (Request, WebexRequestContext) async throws -> Answer
    ) {
        let meter = meters.meter(of: method, path)
        router.on(RouterPath(path), method: method) { request, context in
            context.route.isThat(of: meter)
            return try await answer(request, context).response()
        }
        guard method == .get else { return }
        let headMeter = meters.meter(of: .head, path)
        router.on(RouterPath(path), method: .head) { request, context in
            context.route.isThat(of: headMeter)
            return try await answer(request, context).response().createHeadResponse()
        }
    }
}

extension JobRunner.Translation {
    /// What a job is to do is the body of the request that asked for it, and what it fails with is what the request would
    /// have been answered.
    static let ofRequests = JobRunner.Translation(
        plan: { body, isStrict in try Plan(Array(body), isStrict: isStrict) },
        problem: { error, trackingID in
            let answer = (ErrorAnswer(error) ?? .defect).answer(in: .partyline, trackingID: trackingID)
            return Data(answer.body.readableBytesView)
        })
}

extension WebexAPI: MetricSource {
    public func metrics() -> [MetricFamily] { sources.flatMap { $0.metrics() } }
}

/// What the HTTP side can be told.
public struct WebexAPISettings: Hashable, Sendable {
    /// For each token, twice as many at once; 0 switches the limit off.
    public let requestsPerSecond: Double
    public let maximumBodyBytes: Int
    /// `https` where the listener speaks TLS; links to further pages carry it.
    public let scheme: String
    /// How long a stream of events stays silent at most.
    public let heartbeat: Duration

    public init(requestsPerSecond: Double, maximumBodyBytes: Int, scheme: String, heartbeat: Duration) {
        self.requestsPerSecond = requestsPerSecond
        self.maximumBodyBytes = maximumBodyBytes
        self.scheme = scheme
        self.heartbeat = heartbeat
    }
}
