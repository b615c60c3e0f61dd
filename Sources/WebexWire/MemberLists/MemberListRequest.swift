// SPDX-License-Identifier: Apache-2.0

/// The body of a request that replaces a member list, as far as it could be understood.
public struct MemberListRequest: Hashable, Sendable {
    /// An element of `members`, each in its place so that a rule can point at it.
    public enum Element: Hashable, Sendable {
        case member(MemberRequest)
        case notAnObject
    }

    /// No endpoint shows nearly as many lines; a body that holds more is refused before it fills the memory.
    public static let maximumElements = 200

    /// In the order sent; empty means the primary owner alone.
    public let elements: [Element]

    public init(elements: [Element]) {
        self.elements = elements
    }

    /// Reads a body. No bytes at all, `{}` and `{"members": []}` hold no members.
    public static func parse(_ body: [UInt8]) throws(RequestBodyError) -> MemberListRequest {
        if body.isEmpty { return MemberListRequest(elements: []) }
        var members: Members = .elements([])
        try RequestBody.readObject(body) { key, reader throws(RequestBodyError) in
            do throws(JSONSyntaxError) {
                if reader.isEqual(key, to: "members") {
                    members = try Members.read(from: &reader)
                } else {
                    try reader.skipValue()
                }
            } catch { throw .syntax(error) }
        }
        return MemberListRequest(elements: try members.elements())
    }

    /// What stands under `members`. A later `members` takes the place of an earlier one, right or wrong.
    enum Members {
        case elements([Element])
        case notAnArray
        case tooMany

        func elements() throws(RequestBodyError) -> [Element] {
            switch self {
            case .elements(let elements): return elements
            case .notAnArray: throw .notAnArray(key: "members")
            case .tooMany: throw .tooManyElements(key: "members", maximum: maximumElements)
            }
        }

        static func read(from reader: inout JSONReader) throws(JSONSyntaxError) -> Members {
            let first = try reader.next()
            guard first == .arrayStart else {
                try reader.skipRest(of: first)
                return .notAnArray
            }
            var elements: [Element] = []
            var token = try reader.next()
            while token != .arrayEnd {
                if elements.count == maximumElements {
                    try reader.skipArray(from: token)
                    return .tooMany
                }
                if token == .objectStart {
                    elements.append(.member(try MemberRequest.read(from: &reader)))
                } else {
                    try reader.skipRest(of: token)
                    elements.append(.notAnObject)
                }
                token = try reader.next()
            }
            return .elements(elements)
        }
    }
}

extension JSONReader {
    /// Skips the rest of an array, of whose next element the first token has been read.
    fileprivate mutating func skipArray(from token: JSONToken) throws(JSONSyntaxError) {
        var token = token
        while token != .arrayEnd {
            try skipRest(of: token)
            token = try next()
        }
    }
}
