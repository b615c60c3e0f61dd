// SPDX-License-Identifier: Apache-2.0

import CLibPQ
import SharedLine

/// What the server said against a statement. Decided upon by code and constraint, never by message.
struct ServerError: Error, CustomStringConvertible {
    /// Five letters and digits: see "PostgreSQL Error Codes" in its manual.
    let code: String
    /// The constraint that a value broke; nil where it was something else.
    let constraint: String?
    /// The server's words, for the log.
    let message: String

    var description: String { "\(message) (SQLSTATE \(code))" }

    init(code: String, constraint: String?, message: String) {
        self.code = code
        self.constraint = constraint
        self.message = message
    }

    /// nil where the server has not spoken: the connection broke.
    init?(_ result: OpaquePointer) {
        func field(_ letter: Unicode.Scalar) -> String? {
            PQresultErrorField(result, Int32(letter.value)).map { String(cString: $0) }
        }
        guard let code = field("C") else { return nil }
        self.init(code: code, constraint: field("n"), message: field("M") ?? "")
    }
}

extension ServerError {
    static let refused = "PL001"
    static let uniqueViolation = "23505"
    static let foreignKeyViolation = "23503"
    static let checkViolation = "23514"
    static let duplicateTable = "42P07"
    private static let queryCancelled = "57014"
    private static let serialisationFailure = "40001"
    private static let deadlock = "40P01"

    /// Whether the same statements may well be accepted a moment later: rivals were in the way.
    var isPassing: Bool { code == Self.serialisationFailure || code == Self.deadlock }

    var isTimeout: Bool { code == Self.queryCancelled }

    /// Whether the server ends the connection with it: it shuts down, has crashed or starts up.
    var endsConnection: Bool { code.hasPrefix("57P") || code.hasPrefix("08") }

    /// Whether it is the server that cannot, and not the statement that is wrong: out of resources, only readable (a
    /// standby), broken in itself, or in the hands of an operator.
    var isOfServer: Bool {
        endsConnection || ["53", "58", "XX"].contains(String(code.prefix(2))) || code == "25006" || code == "55P03"
    }
}

/// What a failed read or commit means to the caller.
func storeError(_ error: any Error) -> any Error {
    switch error {
    case let error as ServerError where error.isTimeout: StoreFailure.timedOut
    case let error as ServerError where error.isOfServer || error.isPassing: StoreFailure.unavailable(error)
    case is LaneFailure, is Unreachable: StoreFailure.unavailable(error)
    case let error as GroupError: storeError(error.error)
    default: error
    }
}
