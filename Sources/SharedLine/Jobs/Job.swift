// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A plan, or the taking back of one, carried out as a whole: all its lists in one commit, or none.
///
/// A long one is accepted first and carried out in the background. Until it ends it holds its endpoints: nobody else
/// replaces their lists.
public struct Job: Hashable, Sendable {
    public enum State: String, Hashable, Sendable, CaseIterable {
        case queued
        case running
        /// All lists are stored.
        case done
        /// Nothing is stored, and `problem` says why.
        case failed
        /// Nothing is stored, because somebody wanted it so.
        case cancelled

        /// Whether nothing changes any more.
        public var isEnd: Bool { self == .done || self == .failed || self == .cancelled }
    }

    public let id: JobID
    public let organisation: OrganisationID
    /// Whose it is: it acts with what this token may do while it runs.
    public let token: TokenID
    /// Of the request that asked for it; its changes carry it, too.
    public let trackingID: String
    public let state: State
    /// How many lists it has, from 0.
    public let lists: Int
    /// How many of them have been read and judged, at most `lists`; all are stored together at the end.
    public let decided: Int
    /// How many lists it changed; nil unless it is done.
    public let changed: Int?
    /// JSON, the answer that a short plan would have got; nil unless it failed.
    public let problem: Data?
    /// How often somebody has begun it.
    public let attempts: Int
    public let created: Date
    /// When it was begun last; nil while it never was.
    public let started: Date?
    /// nil until it ends.
    public let ended: Date?

    public init(
        id: JobID, organisation: OrganisationID, token: TokenID, trackingID: String, state: State, lists: Int,
        decided: Int, changed: Int?, problem: Data?, attempts: Int, created: Date, started: Date?, ended: Date?
    ) {
        self.id = id
        self.organisation = organisation
        self.token = token
        self.trackingID = trackingID
        self.state = state
        self.lists = lists
        self.decided = decided
        self.changed = changed
        self.problem = problem
        self.attempts = attempts
        self.created = created
        self.started = started
        self.ended = ended
    }
}

/// What a job is to do.
public enum JobWork: Hashable, Sendable {
    /// Replaces the lists of a plan: the request's body as it came, and whether nothing may be put right silently.
    case plan(body: Data, isStrict: Bool)
    /// Puts the lists that another job changed back.
    case undo(JobID)
}

/// Somebody who carries a job out, and until when nobody else begins it anew. It is renewed while the work goes on, so that
/// a job whose process was killed is taken up by another.
public struct JobLease: Hashable, Sendable {
    public let runner: RunnerID
    public let until: Date

    public init(runner: RunnerID, until: Date) {
        self.runner = runner
        self.until = until
    }
}

/// A process that carries jobs out, from its start to its end.
public enum Runner {}

public typealias JobID = ID<Job>
public typealias RunnerID = ID<Runner>

/// What a commit does to a job. Each step is refused with `CommitRefusal.jobMoved` where the job is not where it should be:
/// of two that work at one job, one stores it.
public enum JobStep: Sendable {
    /// It waits to be begun, and holds those endpoints; addresses of nothing are passed over.
    case accepted(Job, JobWork, holding: [EndpointAddress])
    /// A short one, whose lists are stored by this very commit.
    case recorded(Job)
    /// It waited, or whoever ran it has not been heard of in time.
    case taken(JobID, JobLease)
    case progressed(JobID, JobLease, decided: Int)
    /// Its lists are stored by this commit; it holds nothing any more.
    case completed(JobID, by: RunnerID)
    case failed(JobID, by: RunnerID, problem: Data)
    /// It waits again, for anybody.
    case givenBack(JobID, by: RunnerID)
    /// Wherever it stands, unless it has ended.
    case cancelled(JobID)

    public var job: JobID {
        switch self {
        case .accepted(let job, _, _), .recorded(let job): job.id
        case .taken(let id, _), .progressed(let id, _, _), .completed(let id, _), .failed(let id, _, _),
            .givenBack(let id, _), .cancelled(let id):
            id
        }
    }

    /// Whether the commit's lists are the job's.
    public var storesLists: Bool {
        switch self {
        case .recorded, .completed: true
        case .accepted, .taken, .progressed, .failed, .givenBack, .cancelled: false
        }
    }

    /// Whether the job holds nothing any more, and what it was to do is forgotten.
    public var isEnd: Bool {
        switch self {
        case .completed, .failed, .cancelled: true
        case .accepted, .recorded, .taken, .progressed, .givenBack: false
        }
    }
}
