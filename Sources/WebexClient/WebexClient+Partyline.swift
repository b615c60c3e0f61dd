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
    ///
    /// - Returns: the server's tracking id, which all changes of the plan carry.
    public func replaceTogether(_ lists: [AtomicList], idempotencyKey: String) async throws -> String {
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
        return try await send(call).trackingID
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

/// A page of changes.
private struct ChangePage: Decodable {
    let items: [ChangeItem]
}
