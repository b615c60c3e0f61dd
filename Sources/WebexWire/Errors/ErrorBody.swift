// SPDX-License-Identifier: Apache-2.0

/// The body of every answer that refuses something. Clients that forbid unknown keys accept these and no others.
public struct ErrorBody: Hashable, Sendable {
    /// One of the reasons.
    public struct Detail: Hashable, Sendable {
        public var description: String
        public var errorCode: Int?

        public init(description: String, errorCode: Int?) {
            self.description = description
            self.errorCode = errorCode
        }
    }

    public var message: String
    /// Every reason; never empty in an answer.
    public var errors: [Detail]
    /// Equal to the answer's `trackingid` header.
    public var trackingID: String
    /// The first reason's code.
    public var errorCode: Int? { errors.first?.errorCode }

    public init(message: String, errors: [Detail], trackingID: String) {
        self.message = message
        self.errors = errors
        self.trackingID = trackingID
    }

    public func json() -> [UInt8] {
        JSONWriter.object { object in
            object.field("message", message)
            object.array("errors") { array in
                for detail in errors {
                    array.object { error in
                        error.field("description", detail.description)
                        error.optionalField("errorCode", detail.errorCode)
                    }
                }
            }
            object.field("trackingId", trackingID)
            object.optionalField("errorCode", errorCode)
        }
    }
}
