// SPDX-License-Identifier: Apache-2.0

/// The body of every refusal of the Partyline API: `application/problem+json` (RFC 9457).
public struct ProblemBody: Hashable, Sendable {
    /// One of the reasons.
    public struct Reason: Hashable, Sendable {
        public var detail: String
        public var code: Int?
        /// What would be right.
        public var reason: String?
        /// The list of a plan, from 0.
        public var list: Int?
        /// The element of a list's members, from 0.
        public var member: Int?
        public var field: String?

        public init(
            detail: String, code: Int?, reason: String? = nil, list: Int? = nil, member: Int? = nil,
            field: String? = nil
        ) {
            self.detail = detail
            self.code = code
            self.reason = reason
            self.list = list
            self.member = member
            self.field = field
        }
    }

    public var status: Int
    /// The status in words.
    public var title: String
    public var detail: String
    /// Every reason; never empty in an answer.
    public var errors: [Reason]
    /// Equal to the answer's `trackingid` header.
    public var trackingID: String

    public init(status: Int, title: String, detail: String, errors: [Reason], trackingID: String) {
        self.status = status
        self.title = title
        self.detail = detail
        self.errors = errors
        self.trackingID = trackingID
    }

    public func json() -> [UInt8] {
        JSONWriter.object { object in
            object.field("type", "about:blank")
            object.field("title", title)
            object.field("status", status)
            object.field("detail", detail)
            object.array("errors") { array in
                for reason in errors { array.object { reason.write(to: &$0) } }
            }
            object.field("trackingId", trackingID)
        }
    }
}

extension ProblemBody.Reason {
    fileprivate func write(to object: inout JSONObjectWriter) {
        object.field("detail", detail)
        object.optionalField("code", code)
        object.optionalField("reason", reason)
        object.optionalField("list", list)
        object.optionalField("member", member)
        object.optionalField("field", field)
    }
}
