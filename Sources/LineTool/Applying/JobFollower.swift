// SPDX-License-Identifier: Apache-2.0

public import WebexClient
public import WebexWire

/// Waits for a job of the server, says how far it is, and ends it where somebody wants that.
public struct JobFollower: Sendable {
    /// From so many lists on, a server is asked to answer at once: then there is something to see, and time to think better
    /// of it.
    public static let worthwhile = 500

    /// So often one looks whether somebody wants it to end.
    private static let glance = Duration.milliseconds(100)
    /// Where the server does not say when to ask again.
    private static let pause = Duration.seconds(1)

    private let client: WebexClient
    private let stop: StopSwitch

    public init(client: WebexClient, stop: StopSwitch) {
        self.client = client
        self.stop = stop
    }

    /// - Returns: the job once it has ended, in whichever way.
    public func follow(_ id: String, onProgress: OnProgress?) async throws -> JobItem {
        while true {
            let (job, again) = try await client.job(id)
            if job.hasEnded { return job }
            onProgress?(WorkProgress(done: job.decided, total: job.lists))
            if stop.isOn { try await cancel(id) }
            try await wait(again ?? Self.pause)
        }
    }

    /// One that has ended meanwhile, or is being stored at this moment, is shown by the next look.
    private func cancel(_ id: String) async throws {
        do {
            try await client.cancelJob(id)
        } catch let error as WebexClientError where error.status == 409 {}
    }

    private func wait(_ duration: Duration) async throws {
        let (end, wasOn) = (ContinuousClock.now + duration, stop.isOn)
        while ContinuousClock.now < end, stop.isOn == wasOn {
            try await Task.sleep(for: min(Self.glance, ContinuousClock.now.duration(to: end)))
        }
    }
}

extension JobItem {
    /// Whether nothing changes any more.
    public var hasEnded: Bool { ended != nil }
    public var isDone: Bool { state == "done" }

    /// Why it failed; nil where it did not.
    public var refusal: ProblemBody? {
        if case .body(let body)? = problem { body } else { nil }
    }
}

extension ProblemBody {
    /// What is wrong, a line for each reason.
    ///
    /// - Parameter title: the list that a reason is about, in words; nil where that is not known.
    public func lines(naming title: (Reason) -> String?) -> [String] {
        [detail]
            + errors.map { reason in
                let text = [reason.detail, reason.reason].compactMap(\.self).joined(separator: ": ")
                return "  " + [title(reason), text].compactMap(\.self).joined(separator: ": ")
            }
    }
}
