// SPDX-License-Identifier: Apache-2.0

/// A page of changes.
public struct ChangesResponse: Hashable, Sendable {
    public var items: [ChangeItem]
    /// Where to go on.
    public var cursor: ChangeCursor

    public init(items: [ChangeItem], cursor: ChangeCursor) {
        self.items = items
        self.cursor = cursor
    }

    public func json() -> [UInt8] {
        JSONWriter.object(reservingCapacity: 64 + 2048 * items.count) { object in
            object.items(items)
            object.field("cursor", cursor.text)
        }
    }
}

/// The versions of one member list.
public struct HistoryResponse: Hashable, Sendable {
    public var endpoint: EndpointReference
    /// Today's.
    public var version: Int64
    /// The newest first.
    public var items: [ChangeItem]

    public init(endpoint: EndpointReference, version: Int64, items: [ChangeItem]) {
        self.endpoint = endpoint
        self.version = version
        self.items = items
    }

    public func json() -> [UInt8] {
        JSONWriter.object(reservingCapacity: 512 + 2048 * items.count) { object in
            object.object("endpoint") { endpoint.write(to: &$0) }
            object.field("version", Int(version))
            object.items(items)
        }
    }
}

/// An app or a device, whose it is, and its model.
public struct EndpointReference: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case application(person: WebexID)
        case device(owner: WebexID)
    }

    public var id: WebexID
    public var kind: Kind
    public var model: String

    public init(id: WebexID, kind: Kind, model: String) {
        self.id = id
        self.kind = kind
        self.model = model
    }

    func write(to object: inout JSONObjectWriter) {
        object.field("id", id)
        switch kind {
        case .application(let person):
            object.field("kind", "application")
            object.field("personId", person)
        case .device(let owner):
            object.field("kind", "device")
            object.field("ownerId", owner)
        }
        object.field("model", model)
    }
}

extension JSONObjectWriter {
    fileprivate mutating func items(_ items: [ChangeItem]) {
        array("items") { array in
            for item in items { array.object { item.write(to: &$0) } }
        }
    }
}
