// SPDX-License-Identifier: Apache-2.0

/// Why a Kamailio could not be told something.
public enum KamailioFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// No connection, or no answer in time.
    case unreachable(String)
    /// It answered with an error of its own.
    case refused(method: String, code: Int, message: String)
    /// It answered something else than JSON-RPC.
    case nonsense(method: String, status: Int)
    /// It does not run the configuration that these tables are for.
    case unsuitable(String)

    public var description: String {
        switch self {
        case .unreachable(let reason): "cannot be reached: \(reason)"
        case .refused(let method, let code, let message): "refused \(method): \(code) \(message)"
        case .nonsense(let method, let status):
            "answered \(method) with status \(status) and no JSON-RPC; is its URL the one of jsonrpcs?"
        case .unsuitable(let reason): "does not run the configuration of sip/kamailio: \(reason)"
        }
    }
}
