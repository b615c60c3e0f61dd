// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine

/// How long a job will still hold its endpoints, so that whoever is refused meanwhile comes back at the right moment.
///
/// Reading and judging a list takes about as long as storing it, and all are stored at the end: half of the way is done when
/// all are judged.
enum JobPace {
    /// Where nothing tells yet how fast it goes, in seconds.
    private static let secondsForEachList = 0.001
    /// Nobody is sent away for longer, in seconds: a guess is worth less the longer it is.
    private static let longest = 60.0

    /// Whole seconds, from 1, until the last of these has ended, one after the other.
    static func secondsLeft(of jobs: ArraySlice<Job>, at now: Date) -> Int {
        let left = jobs.reduce(0) { $0 + Double(2 * $1.lists - $1.decided) * secondsForEachStep(of: $1, at: now) }
        return Int(min(max(left.rounded(.up), 1), longest))
    }

    private static func secondsForEachStep(of job: Job, at now: Date) -> Double {
        guard job.state == .running, job.decided > 0, let started = job.started else { return secondsForEachList }
        return max(now.timeIntervalSince(started), 0) / Double(job.decided)
    }
}
