// SPDX-License-Identifier: Apache-2.0

/// Many member lists to be replaced at once, as far as the body could be understood.
public struct PlanRequest: Hashable, Sendable {
    public struct Item: Hashable, Sendable {
        public var endpointId: Field<ParsedID> = .absent
        public var etag: Field<String> = .absent
        /// nil where the key was left out.
        public var members: [MemberListRequest.Element]?

        public init() {}
    }

    /// In the order sent.
    public let items: [Item]

    /// Reads a body, which must hold `lists`.
    ///
    /// - Parameter maximumLists: a plan of more is refused before it fills the memory.
    public static func parse(_ body: [UInt8], maximumLists: Int) throws(RequestBodyError) -> PlanRequest {
        var items: [Item]?
        try RequestBody.readObject(body) { key, reader throws(RequestBodyError) in
            guard reader.isEqual(key, to: "lists") else {
                do throws(JSONSyntaxError) { try reader.skipValue() } catch { throw .syntax(error) }
                return
            }
            items = try Self.items(&reader, maximumLists)
        }
        guard let items else { throw .notAnArray(key: "lists") }
        return PlanRequest(items: items)
    }

    private static func items(
        _ reader: inout JSONReader, _ maximum: Int
    ) throws(RequestBodyError) -> [Item] {
        guard try reader.token() == .arrayStart else { throw .notAnArray(key: "lists") }
        var items: [Item] = []
        while true {
            switch try reader.token() {
            case .arrayEnd: return items
            case .objectStart:
                if items.count == maximum { throw .tooManyElements(key: "lists", maximum: maximum) }
                items.append(try Item.read(from: &reader))
            default: throw .notObjects(key: "lists")
            }
        }
    }
}

extension PlanRequest.Item {
    /// Reads an item whose opening brace has been read.
    fileprivate static func read(from reader: inout JSONReader) throws(RequestBodyError) -> PlanRequest.Item {
        var item = PlanRequest.Item()
        var members: MemberListRequest.Members?
        while case .key(let key) = try reader.token() {
            do throws(JSONSyntaxError) {
                if reader.isEqual(key, to: "endpointId") {
                    item.endpointId = try reader.idField()
                } else if reader.isEqual(key, to: "etag") {
                    item.etag = try reader.stringField()
                } else if reader.isEqual(key, to: "members") {
                    members = try MemberListRequest.Members.read(from: &reader)
                } else {
                    try reader.skipValue()
                }
            } catch { throw .syntax(error) }
        }
        item.members = try members?.elements()
        return item
    }
}
