// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import SharedLine

/// Jobs as their owners see them: accepted, looked at, cancelled, taken back.
public struct JobService: Sendable {
    private let store: any Store
    private let plans: PlanService
    private let bell: JobBell
    private let now: @Sendable () -> Date

    /// - Parameter bell: rings for a runner of this process when there is something to do.
    public init(store: any Store, plans: PlanService, bell: JobBell, now: @escaping @Sendable () -> Date) {
        self.store = store
        self.plans = plans
        self.bell = bell
        self.now = now
    }

    /// The job, where the authority sees it: a location administrator those of its own token.
    public func job(_ id: JobID, for authority: Authority) async throws -> Job {
        guard let job = try await store.job(id, in: authority.organisation),
            authority.reach == .everywhere || job.token == authority.token
        else { throw ServiceError.jobNotFound }
        return job
    }

    /// Takes a plan on, which is judged and stored in the background. From now on its endpoints are held.
    ///
    /// - Parameters:
    ///   - body: the request's, to be read again when the job is carried out.
    ///   - keyed: makes the answer to replay, where the request has a key.
    /// - Throws: `CommitRefusal.held` where another job holds one of the endpoints.
    public func accept(
        _ plan: Plan, body: Data, isStrict: Bool, keyed: @Sendable (Job) -> KeyedRequest?, for authority: Authority
    ) async throws -> Job {
        let holding = try await plans.addresses(within: authority, of: plan)
        return try await accept(
            .plan(body: body, isStrict: isStrict), lists: plan.items.count, holding: holding, keyed, authority)
    }

    /// Takes on that a job is taken back.
    public func acceptUndo(
        of undoing: Undoing, keyed: @Sendable (Job) -> KeyedRequest?, for authority: Authority
    ) async throws -> Job {
        let holding = try await plans.addresses(within: authority, of: undoing.plan)
        return try await accept(.undo(undoing.job), lists: undoing.plan.items.count, holding: holding, keyed, authority)
    }

    private func accept(
        _ work: JobWork, lists: Int, holding: [EndpointAddress], _ keyed: (Job) -> KeyedRequest?, _ authority: Authority
    ) async throws -> Job {
        let job = Job(accepted: lists, at: now(), for: authority)
        do {
            try await store.commit(
                Commit(
                    ofJob: .accepted(job, work, holding: holding), organisation: authority.organisation,
                    origin: authority.origin(at: now()), cause: .plan, edits: [],
                    answer: keyed(job)?.answer(version: nil, at: now())))
        } catch CommitRefusal.idempotencyKeyTaken {
            throw ServiceError.idempotencyKeyInFlight
        }
        bell.ring()
        return job
    }

    /// What is to be put back so that the job has not been.
    ///
    /// - Throws: `ServiceError.jobNotDone` where it has stored nothing.
    public func undoing(_ id: JobID, for authority: Authority) async throws -> Undoing {
        let job = try await job(id, for: authority)
        guard job.state == .done else { throw ServiceError.jobNotDone(job.state) }
        return try await Undoing(job.id, in: authority.organisation, store)
    }

    /// Ends a job before it has stored anything.
    ///
    /// - Throws: `ServiceError.jobOver` where it has ended already.
    public func cancel(_ id: JobID, for authority: Authority) async throws {
        let job = try await job(id, for: authority)
        guard !job.state.isEnd else { throw ServiceError.jobOver(job.state) }
        do {
            try await store.commit(
                Commit(
                    ofJob: .cancelled(id), organisation: authority.organisation, origin: authority.origin(at: now()),
                    cause: .plan, edits: [], answer: nil))
        } catch CommitRefusal.jobMoved {
            throw ServiceError.jobOver(try await self.job(id, for: authority).state)
        }
    }

    /// How long to wait for what that job holds, in whole seconds: those before it come first.
    public func secondsLeft(of id: JobID) async throws -> Int {
        let open = try await store.openJobs()
        let place = open.firstIndex { $0.id == id }
        return JobPace.secondsLeft(of: place.map { open[...$0] } ?? [], at: now())
    }
}

/// The way back from a job: every list that it changed as it was before, while it stands as the job left it.
public struct Undoing: Sendable {
    public let job: JobID
    public let plan: Plan

    init(_ job: JobID, in organisation: OrganisationID, _ store: any Store) async throws {
        self.job = job
        plan = Plan(items: try await store.changes(of: job, in: organisation).map(Plan.Item.init(undoing:)))
    }
}

/// Tells a runner that there is something to do.
public struct JobBell: Sendable {
    let rings: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    public init() {
        (rings, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    func ring() { continuation.yield() }
}

extension Job {
    init(accepted lists: Int, at now: Date, for authority: Authority) {
        self.init(
            id: JobID(UUID()), organisation: authority.organisation, token: authority.token,
            trackingID: authority.trackingID, state: .queued, lists: lists, decided: 0, changed: nil, problem: nil,
            attempts: 0, created: now, started: nil, ended: nil)
    }

    /// One that is stored by the commit that notes it.
    init(_ id: JobID, doneAtOnce lists: Int, changed: Int, at now: Date, for authority: Authority) {
        self.init(
            id: id, organisation: authority.organisation, token: authority.token, trackingID: authority.trackingID,
            state: .done, lists: lists, decided: lists, changed: changed, problem: nil, attempts: 0, created: now,
            started: nil, ended: now)
    }
}
