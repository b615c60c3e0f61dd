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

    /// Replaces all of these lists, or none.
    public func replaceTogether(_ lists: [AtomicList], idempotencyKey: String) async throws -> PlanOutcome {
        var call = WebexCall(.post, "/partyline/v1/plans")
        call.headers.append(("Idempotency-Key", idempotencyKey))
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
        let answer = try await send(call)
        return answer.status == 202
            ? .accepted(try decoded(answer, of: call)) : .done(try decoded(answer, of: call))
    }

    /// A job, and after how long it is worth asking again.
    public func job(_ id: String) async throws -> (job: PlanJob, askAgainAfter: Duration) {
        let (job, answer): (PlanJob, WebexAnswer) = try await read(
            WebexCall(.get, "/partyline/v1/jobs/\(Self.segment(id))"))
        return (job, answer.retryAfter ?? .seconds(1))
    }

    /// Nothing of the job is stored then.
    public func cancelJob(_ id: String) async throws {
        _ = try await send(WebexCall(.delete, "/partyline/v1/jobs/\(Self.segment(id))"))
    }

    /// Puts every list that a job changed back, in one commit.
    public func undoJob(_ id: String, idempotencyKey: String) async throws -> PlanAnswer {
        var call = WebexCall(.post, "/partyline/v1/jobs/\(Self.segment(id))/undo")
        call.headers.append(("Idempotency-Key", idempotencyKey))
        return try decoded(try await send(call), of: call)
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

    private func decoded<Value: Decodable>(_ answer: WebexAnswer, of call: WebexCall) throws -> Value {
        do {
            return try WebexJSON.decode(Value.self, from: answer.body)
        } catch {
            throw WebexClientError(call.summary, .unreadable("\(error)"), answer.trackingID)
        }
    }

    /// What somebody typed, as one segment of a path.
    private static func segment(_ text: String) -> String { BaseURL.encoded(text) }
}
