// SPDX-License-Identifier: Apache-2.0

import LineService
import Logging
import SharedLine

extension Logger {
    /// One line for whatever happens to a job.
    func say(_ event: JobRunner.Event) {
        switch event {
        case .begun(let job): notice("job begun", metadata: job.metadata)
        case .done(let job, let changed):
            notice("job done", metadata: job.metadata.merging(["changed": .stringConvertible(changed)]) { $1 })
        case .failed(let job, let error):
            // What a client did wrong is told to the client.
            let isForeseen = ErrorAnswer(error) != nil
            log(
                level: isForeseen ? .notice : .error, "job failed",
                metadata: isForeseen ? job.metadata : job.metadata(with: error))
        case .left(let job): notice("job left: cancelled, or in other hands", metadata: job.metadata)
        case .givenBack(let job, let error): notice("job given back", metadata: job.metadata(with: error))
        case .troubled(let error):
            warning("jobs cannot be looked for", metadata: ["error": "\(String(reflecting: error))"])
        }
    }
}

extension Job {
    fileprivate var metadata: Logger.Metadata {
        ["job": "\(id)", "tracking_id": "\(trackingID)", "lists": .stringConvertible(lists)]
    }

    fileprivate func metadata(with error: any Error) -> Logger.Metadata {
        metadata.merging(["error": "\(String(reflecting: error))"]) { $1 }
    }
}
