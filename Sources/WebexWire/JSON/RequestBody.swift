// SPDX-License-Identifier: Apache-2.0

/// Why a request's body has not the shape that every body of its operation has: 400, whatever the rules would say.
public enum RequestBodyError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Not JSON.
    case syntax(JSONSyntaxError)
    /// JSON, but no object.
    case notAnObject
    /// The key that must hold an array holds something else, `null` included.
    case notAnArray(key: String)
    /// The array that must hold objects holds something else.
    case notObjects(key: String)
    /// The array holds more elements than any operation could use.
    case tooManyElements(key: String, maximum: Int)

    public var description: String {
        switch self {
        case .syntax(let error): "The body is not valid JSON: \(error)"
        case .notAnObject: "The body must be a JSON object"
        case .notAnArray(let key): "Invalid field value: \(key): an array was expected"
        case .notObjects(let key): "Invalid field value: \(key): an array of objects was expected"
        case .tooManyElements(let key, let maximum): "Invalid field value: \(key): more than \(maximum) elements"
        }
    }
}

/// A whole body: one object, of whose keys each goes to a closure that reads its value.
enum RequestBody {
    /// - Parameter onKey: must read exactly one value, `JSONReader.skipValue()` for a key it does not know.
    static func readObject(
        _ bytes: [UInt8], onKey: (JSONText, inout JSONReader) throws(RequestBodyError) -> Void
    ) throws(RequestBodyError) {
        var reader = JSONReader(bytes)
        let first = try reader.token()
        if first == .objectStart {
            while case .key(let key) = try reader.token() { try onKey(key, &reader) }
        } else {
            try reader.skipped(first)
        }
        // What follows the value must be looked at before its type is complained about: not JSON is worse.
        _ = try reader.token()
        if first != .objectStart { throw .notAnObject }
    }
}

extension JSONReader {
    /// Skips the value that comes next, whatever it is.
    mutating func skipValue() throws(JSONSyntaxError) {
        try skipRest(of: try next())
    }

    mutating func token() throws(RequestBodyError) -> JSONToken {
        do { return try next() } catch { throw .syntax(error) }
    }

    mutating func skipped(_ token: JSONToken) throws(RequestBodyError) {
        do { try skipRest(of: token) } catch { throw .syntax(error) }
    }
}
