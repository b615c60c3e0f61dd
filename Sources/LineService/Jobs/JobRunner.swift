// SPDX-License-Identifier: Apache-2.0

public import Foundation
import Instruments
public import SharedLine

/// Carries jobs out, one after the other, for as long as the process serves.
///
/// Nothing of a job is stored before its one commit, which is refused unless the job is still this runner's: whatever happens to
/// a process, a job is stored once and whole, or not at all. One whose process has gone is begun anew by whoever comes next.
public struct JobRunner: Sendable {
    /// What the HTTP side knows and a job needs.
    public struct Translation: Sendable {
        /// Reads a plan that was accepted: the body, and whether nothing may be put right silently.
        public let plan: @Sendable (Data, Bool) throws -> Plan
        /// Says in JSON why a job failed, under its tracking id.
        public let problem: @Sendable (any Error, String) -> Data

        public init(
            plan: @escaping @Sendable (Data, Bool) throws -> Plan,
            problem: @escaping @Sendable (any Error, String) -> Data
        ) {
            self.plan = plan
            self.problem = problem
        }
    }

    /// What is said of a job, for the log.
    public enum Event: Sendable {
        case begun(Job)
        case done(Job, changed: Int)
        case failed(Job, any Error)
        /// Cancelled, or in other hands.
        case left(Job)
        /// Given back, to be begun anew.
        case givenBack(Job, any Error)
        /// The store could not be asked.
        case troubled(any Error)
    }

    /// After so long without a sign of life a job is begun anew by anybody.
    static let leaseDuration: TimeInterval = 5
    private static let progressInterval = Duration.milliseconds(250)
    /// How often one looks for jobs of nodes that are no more.
    private static let roundInterval = Duration.seconds(1)
    /// A job that its processes have not survived so often is given up.
    static let maximumAttempts = 10

    private let store: any Store
    private let plans: PlanService
    private let translation: Translation
    private let bell: JobBell
    private let now: @Sendable () -> Date
    private let id = RunnerID(UUID())

    public init(
        store: any Store, plans: PlanService, translation: Translation, bell: JobBell,
        now: @escaping @Sendable () -> Date
    ) {
        self.store = store
        self.plans = plans
        self.translation = translation
        self.bell = bell
        self.now = now
    }

    /// Works until it is cancelled; a job that is under way then is given back.
    public func run(telling tell: @escaping @Sendable (Event) -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while !Task.isCancelled {
                    bell.ring()
                    try? await Task.sleep(for: Self.roundInterval)
                }
            }
            for await _ in bell.rings {
                do {
                    try await carryOutAll(tell)
                } catch is CancellationError {
                } catch {
                    tell(.troubled(error))
                }
                if Task.isCancelled { break }
            }
            group.cancelAll()
        }
    }

    /// Carries out what there is to do now.
    func carryOutAll(_ tell: @Sendable (Event) -> Void = { _ in }) async throws {
        while !Task.isCancelled, let (job, work) = try await store.jobToTake(at: now()) {
            guard try await take(job) else { continue }
            tell(.begun(job))
            await carryOut(job, work, tell)
        }
    }

    /// - Returns: whether it is this runner's now.
    private func take(_ job: Job) async throws -> Bool {
        do {
            try await commit(.taken(job.id, lease), of: job)
            return true
        } catch CommitRefusal.jobMoved {
            return false
        }
    }

    private var lease: JobLease { JobLease(runner: id, until: now().addingTimeInterval(Self.leaseDuration)) }

    // MARK: - One job

    private func carryOut(_ job: Job, _ work: JobWork, _ tell: @Sendable (Event) -> Void) async {
        let decided = Counter()
        do {
            let changed = try await withThrowingTaskGroup(of: Int?.self) { group in
                group.addTask { try await result(of: job, work) { decided.increment() } }
                group.addTask { try await showProgress(of: job) { Int(decided.value) } }
                defer { group.cancelAll() }
                while let changed = try await group.next() { if let changed { return changed } }
                throw CancellationError()
            }
            tell(.done(job, changed: changed))
        } catch {
            await end(job, error, tell)
        }
    }

    /// Ends by throwing alone: when the job is over or in other hands, or with its task.
    private func showProgress(of job: Job, _ decided: @Sendable () -> Int) async throws -> Int? {
        while true {
            try await Task.sleep(for: Self.progressInterval)
            do {
                try await commit(.progressed(job.id, lease, decided: decided()), of: job)
            } catch is StoreFailure {
                // The work itself will notice; until then the next sign of life may get through.
            }
        }
    }

    private func result(
        of job: Job, _ work: JobWork, onDecided: @escaping @Sendable () -> Void
    ) async throws -> Int {
        guard job.attempts < Self.maximumAttempts else { throw ServiceError.jobGivenUp(attempts: job.attempts) }
        let authority = try await authority(of: job)
        let (plan, cause): (Plan, ChangeCause) =
            switch work {
            case .plan(let body, let isStrict): (try translation.plan(body, isStrict), .plan)
            case .undo(let other): (try await Undoing(other, in: job.organisation, store).plan, .undo)
            }
        do {
            let lists = try await plans.apply(
                plan, as: .completed(job.id, by: id), cause: cause, onDecided: onDecided, for: authority)
            return lists.count { $0.decision.isChange }
        } catch ServiceError.refusedPlan(let objections) where cause == .undo {
            throw ServiceError.cannotUndoJob(objections)
        }
    }

    /// What the job's token may do now: nothing, where it has been revoked meanwhile.
    private func authority(of job: Job) async throws -> Authority {
        let token = try await store.tokens(in: job.organisation).first { $0.id == job.token }
        guard let token, token.isGood(at: now()) else { throw ServiceError.unauthenticated }
        return Authority(
            organisation: job.organisation, reach: token.reach, token: token.id, trackingID: job.trackingID,
            asOf: .unknown)
    }

    private func end(_ job: Job, _ error: any Error, _ tell: @Sendable (Event) -> Void) async {
        let isPassing = error is CancellationError || error is StoreFailure
        if case CommitRefusal.jobMoved = error { return await leave(job, tell) }
        do {
            if isPassing {
                try await commitWhatever(.givenBack(job.id, by: id), of: job)
                tell(.givenBack(job, error))
                // Whatever is the matter with the store will not have passed at once.
                if error is StoreFailure { try await Task.sleep(for: Self.roundInterval) }
            } else {
                let problem = translation.problem(error, job.trackingID)
                try await commitWhatever(.failed(job.id, by: id, problem: problem), of: job)
                tell(.failed(job, error))
            }
        } catch CommitRefusal.jobMoved {
            await leave(job, tell)
        } catch is CancellationError {
        } catch {
            tell(.troubled(error))
        }
    }

    /// The last sign of life may come after the commit that ended the job well.
    private func leave(_ job: Job, _ tell: @Sendable (Event) -> Void) async {
        let changed = (try? await store.job(job.id, in: job.organisation))?.changed
        tell(changed.map { .done(job, changed: $0) } ?? .left(job))
    }

    private func commit(_ step: JobStep, of job: Job) async throws {
        try await store.commit(
            Commit(
                ofJob: step, organisation: job.organisation,
                origin: ChangeOrigin(actor: "token:\(job.token)", trackingID: job.trackingID, at: now()), cause: .plan,
                edits: [], answer: nil))
    }

    /// Also where this task has been cancelled.
    private func commitWhatever(_ step: JobStep, of job: Job) async throws {
        try await Task { try await commit(step, of: job) }.value
    }
}
