// SPDX-License-Identifier: Apache-2.0

public import WebexWire

/// What Partyline has beside Webex's operations. Another server answers 404.
extension WebexClient {
    /// A list of a plan that is sent as one.
    public struct AtomicList: Sendable {
        public let endpoint: WebexID
        /// nil takes any version.
        public let eTag: String?
        public let request: MemberListRequest

        public init(endpoint: WebexID, eTag: String?, request: MemberListRequest) {
            self.endpoint = endpoint
            self.eTag = eTag
            self.request = request
        }
    }

    /// What a server has made of lists that are to be stored together.
    public enum Together: Sendable {
        /// They are stored.
        case stored(Job)
        /// They will be, or none of them: ask for the job.
        case accepted(Job)

        /// How to find it: the job's id, absent where an older server gives none, and the tracking id that all changes carry.
        public struct Job: Sendable {
            public let id: String?
            public let trackingID: String

            init(id: String?, trackingID: String) {
                self.id = id
                self.trackingID = trackingID
            }

            public init(_ job: JobItem) {
                self.init(id: job.id, trackingID: job.trackingID)
            }
        }
    }

    /// Replaces all of these lists, or none.
    ///
    /// - Parameter asJob: whether the server may answer before it has done it.
    public func replaceTogether(
        _ lists: [AtomicList], idempotencyKey: String, asJob: Bool
    ) async throws -> Together {
        var call = WebexCall(.post, "/partyline/v1/plans")
        call.headers.append(("Idempotency-Key", idempotencyKey))
        if asJob { call.headers.append(("Prefer", "respond-async")) }
        call.body = JSONWriter.object(reservingCapacity: 64 + 1500 * lists.count) { object in
            object.array("lists") { array in
                for list in lists {
                    array.object { item in
                        item.field("endpointId", list.endpoint)
                        item.field("etag", list.eTag ?? "*")
                        list.request.write(to: &item)
                    }
                }
            }
        }
        return try await together(call)
    }

    /// Puts everything back that a job changed, or nothing.
    public func undoJob(_ id: String, idempotencyKey: String, asJob: Bool) async throws -> Together {
        var call = WebexCall(.post, "\(JobItem.path(of: Self.segment(id)))/undo")
        call.headers.append(("Idempotency-Key", idempotencyKey))
        if asJob { call.headers.append(("Prefer", "respond-async")) }
        return try await together(call)
    }

    private func together(_ call: WebexCall) async throws -> Together {
        let answer = try await send(call)
        if answer.status == 202 {
            let job: JobItem = try read(answer, of: call)
            return .accepted(Together.Job(job))
        }
        let stored: StoredPlan = try read(answer, of: call)
        return .stored(Together.Job(id: stored.jobId, trackingID: answer.trackingID))
    }

    /// A job, and when the server wants to be asked again; nil once it has ended.
    public func job(_ id: String) async throws -> (job: JobItem, again: Duration?) {
        let call = WebexCall(.get, JobItem.path(of: Self.segment(id)))
        let answer = try await send(call)
        return (try read(answer, of: call), answer.retryAfter)
    }

    /// Ends a job that has stored nothing yet. The server refuses it with 409 where it has ended.
    public func cancelJob(_ id: String) async throws {
        _ = try await send(WebexCall(.delete, JobItem.path(of: Self.segment(id))))
    }

    public func change(_ id: String) async throws -> ChangeItem {
        try await read(WebexCall(.get, "/partyline/v1/changes/\(Self.segment(id))")).value
    }

    /// The versions of one list, newest first.
    ///
    /// - Parameter max: from 1 to 200.
    public func history(of endpoint: WebexID, max: Int) async throws -> [ChangeItem] {
        let call = WebexCall(
            .get, "/partyline/v1/member-lists/\(endpoint)/history", query: [("max", String(max))])
        let page: ChangePage = try await read(call).value
        return page.items
    }

    /// Puts an earlier version of a list back, while the list has that version now.
    public func undoList(_ endpoint: WebexID, to version: Int64, from current: Int64, idempotencyKey: String)
        async throws
    {
        var call = WebexCall(.post, "/partyline/v1/member-lists/\(endpoint)/undo")
        call.headers += [("Idempotency-Key", idempotencyKey), ("If-Match", "\"\(current)\"")]
        call.body = JSONWriter.object { $0.field("toVersion", Int(version)) }
        _ = try await send(call)
    }

    /// What somebody typed, as one segment of a path.
    private static func segment(_ text: String) -> String { BaseURL.encoded(text) }
}

/// The answer to a plan that was stored at once. How each list stands is not read: the lists say so themselves.
private struct StoredPlan: Decodable {
    let jobId: String?
}

/// A page of changes.
private struct ChangePage: Decodable {
    let items: [ChangeItem]
}
