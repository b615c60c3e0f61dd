// SPDX-License-Identifier: Apache-2.0

/// Why an answer is no member list.
public enum MemberListResponseError: Error, Hashable, Sendable, CustomStringConvertible {
    case body(RequestBodyError)
    /// The place of what is missing or of a wrong type, such as `members[2].port`.
    case field(String)

    public var description: String {
        switch self {
        case .body(let error): "the answer is no member list: \(error)"
        case .field(let place): "the answer is no member list: \(place) is missing or cannot be used"
        }
    }
}

extension MemberListResponse {
    /// Reads what a GET answered, of any family. A tool reads thousands of lists, so that this goes without `Codable`.
    public static func parse(_ body: [UInt8]) throws(MemberListResponseError) -> MemberListResponse {
        var model = Field<String>.absent
        var maxLineCount = Field<Int>.absent
        var members: [MemberItemReading]?
        do throws(RequestBodyError) {
            try RequestBody.readObject(body) { key, reader throws(RequestBodyError) in
                do throws(JSONSyntaxError) {
                    switch reader.string(key) {
                    case "model": model = try reader.stringField()
                    case "maxLineCount": maxLineCount = try reader.integerField()
                    case "members": members = try MemberItemReading.array(from: &reader)
                    default: try reader.skipValue()
                    }
                } catch { throw .syntax(error) }
            }
        } catch { throw .body(error) }
        guard let model = model.value else { throw .field("model") }
        guard let maxLineCount = maxLineCount.value else { throw .field("maxLineCount") }
        guard let members else { throw .field("members") }
        var items: [MemberItem] = []
        items.reserveCapacity(members.count)
        for (index, member) in members.enumerated() {
            do throws(MissingKey) {
                items.append(try member.item())
            } catch { throw .field("members[\(index)].\(error.key)") }
        }
        return MemberListResponse(model: model, members: items, maxLineCount: maxLineCount)
    }
}

private struct MissingKey: Error {
    let key: String
}

/// An element of the answer while it is read: what a request can say as well, and what an answer alone says.
private struct MemberItemReading {
    var id = Field<ParsedID>.absent
    var memberType = Field<String>.absent
    var texts: [String: String] = [:]
    var location: WebexLocationReference?
    var port = Field<Int>.absent
    var primaryOwner = Field<Bool>.absent
    var lineType = Field<String>.absent
    var lineWeight = Field<Int>.absent
    var hotlineEnabled = Field<Bool>.absent
    var allowCallDeclineEnabled = Field<Bool>.absent
    var t38FaxCompressionEnabled = Field<Bool>.absent

    /// nil, and skipped, where the value that comes next is no array of objects.
    static func array(from reader: inout JSONReader) throws(JSONSyntaxError) -> [MemberItemReading]? {
        let first = try reader.next()
        guard first == .arrayStart else {
            try reader.skipRest(of: first)
            return nil
        }
        var elements: [MemberItemReading] = []
        var token = try reader.next()
        while token != .arrayEnd {
            var element = MemberItemReading()
            if token == .objectStart {
                while case .key(let key) = try reader.next() { try element.readValue(of: reader.string(key), &reader) }
            } else {
                try reader.skipRest(of: token)
            }
            elements.append(element)
            token = try reader.next()
        }
        return elements
    }

    private mutating func readValue(of key: String, _ reader: inout JSONReader) throws(JSONSyntaxError) {
        switch key {
        case "id": id = try reader.idField()
        case "memberType": memberType = try reader.stringField()
        case "port": port = try reader.integerField()
        case "primaryOwner": primaryOwner = try reader.field(MemberRequest.primaryOwner)
        case "lineType": lineType = try reader.stringField()
        case "lineWeight": lineWeight = try reader.integerField()
        case "hotlineEnabled": hotlineEnabled = try reader.boolField()
        case "allowCallDeclineEnabled": allowCallDeclineEnabled = try reader.boolField()
        case "t38FaxCompressionEnabled": t38FaxCompressionEnabled = try reader.boolField()
        case "location": location = try Self.location(from: &reader)
        case "firstName", "lastName", "phoneNumber", "extension", "routingPrefix", "esn", "lineLabel",
            "hotlineDestination":
            texts[key] = try reader.stringField().value
        default: try reader.skipValue()
        }
    }

    private static func location(from reader: inout JSONReader) throws(JSONSyntaxError) -> WebexLocationReference? {
        let first = try reader.next()
        guard first == .objectStart else {
            try reader.skipRest(of: first)
            return nil
        }
        var id = Field<ParsedID>.absent
        var name = Field<String>.absent
        while case .key(let key) = try reader.next() {
            switch reader.string(key) {
            case "id": id = try reader.idField()
            case "name": name = try reader.stringField()
            default: try reader.skipValue()
            }
        }
        return id.value.map { WebexLocationReference(id: WebexID(.location, $0.uuid), name: name.value ?? "") }
    }

    /// The kind follows from the id: the live service's own `memberType` may say PEOPLE of a virtual line on a device.
    func item() throws(MissingKey) -> MemberItem {
        guard let id = id.value, let type = id.kind.flatMap(WebexMemberType.init) else { throw MissingKey(key: "id") }
        guard let port = port.value else { throw MissingKey(key: "port") }
        guard let isOwner = primaryOwner.value ?? lineType.value.map({ $0 == WebexLineType.primary.rawValue }) else {
            throw MissingKey(key: "primaryOwner")
        }
        let hotline = hotlineEnabled.value == true ? texts["hotlineDestination"] : nil
        return MemberItem(
            id: WebexID(type.idKind, id.uuid), memberType: type, firstName: texts["firstName"] ?? "",
            lastName: texts["lastName"] ?? "", phoneNumber: texts["phoneNumber"], extension: texts["extension"],
            routingPrefix: texts["routingPrefix"], esn: texts["esn"], location: location, port: port,
            primaryOwner: isOwner, lineType: isOwner ? .primary : .sharedCallAppearance,
            lineWeight: lineWeight.value ?? 1, lineLabel: texts["lineLabel"].flatMap { $0.isEmpty ? nil : $0 },
            hotlineDestination: hotline.flatMap { $0.isEmpty ? nil : $0 },
            allowCallDeclineEnabled: allowCallDeclineEnabled.value ?? true,
            t38FaxCompressionEnabled: t38FaxCompressionEnabled.value)
    }
}

extension WebexMemberType {
    /// nil for what has no line.
    init?(_ kind: WebexIDKind) {
        switch kind {
        case .person: self = .people
        case .place: self = .place
        case .virtualLine: self = .virtualLine
        default: return nil
        }
    }

    /// The kind of its identifiers.
    public var idKind: WebexIDKind {
        switch self {
        case .people: .person
        case .place: .place
        case .virtualLine: .virtualLine
        }
    }
}
