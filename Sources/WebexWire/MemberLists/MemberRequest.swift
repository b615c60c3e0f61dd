// SPDX-License-Identifier: Apache-2.0

/// One element of a member list as a request gives it, before any rule has looked at it.
///
/// Read-only and unknown keys of the element are ignored, as the live service does.
public struct MemberRequest: Hashable, Sendable {
    public var id: Field<ParsedID> = .absent
    public var port: Field<Int> = .absent
    /// A boolean, or its text in any case, which the contract asks for in the application families.
    public var primaryOwner: Field<Bool> = .absent
    public var lineType: Field<WebexLineType> = .absent
    public var lineWeight: Field<Int> = .absent
    public var lineLabel: Field<String> = .absent
    public var hotlineEnabled: Field<Bool> = .absent
    public var hotlineDestination: Field<RequestedHotlineDestination> = .absent
    public var allowCallDeclineEnabled: Field<Bool> = .absent
    /// Of both spellings the right one counts, unless it is absent.
    public var t38FaxCompressionEnabled: Field<Bool> = .absent

    public init() {}
}

/// A hotline destination as a request gives it.
public enum RequestedHotlineDestination: Hashable, Sendable {
    /// Empty for none; `false` is read as that.
    case text(String)
    /// `true`, which `wxcadm` sends in place of any destination it has read.
    case asStored
}

/// How a line stands on an endpoint.
public enum WebexLineType: String, Hashable, Sendable, CaseIterable, Codable {
    case primary = "PRIMARY"
    case sharedCallAppearance = "SHARED_CALL_APPEARANCE"
}

/// What a member is.
public enum WebexMemberType: String, Hashable, Sendable, CaseIterable, Codable {
    case people = "PEOPLE"
    case place = "PLACE"
    case virtualLine = "VIRTUAL_LINE"
}

extension MemberRequest {
    /// Reads an element whose opening brace has been read.
    static func read(from reader: inout JSONReader) throws(JSONSyntaxError) -> MemberRequest {
        var request = MemberRequest()
        var misspeltT38 = Field<Bool>.absent
        while case .key(let key) = try reader.next() {
            switch Key(key, in: reader) {
            case .misspeltT38: misspeltT38 = try reader.boolField()
            case let key: try request.readValue(of: key, from: &reader)
            }
        }
        if request.t38FaxCompressionEnabled == .absent { request.t38FaxCompressionEnabled = misspeltT38 }
        return request
    }

    private mutating func readValue(of key: Key, from reader: inout JSONReader) throws(JSONSyntaxError) {
        switch key {
        case .id: id = try reader.idField()
        case .port: port = try reader.integerField()
        case .primaryOwner: primaryOwner = try reader.field(Self.primaryOwner)
        case .lineType: lineType = try reader.field(Self.lineType)
        case .lineWeight: lineWeight = try reader.integerField()
        case .lineLabel: lineLabel = try reader.stringField()
        case .hotlineEnabled: hotlineEnabled = try reader.boolField()
        case .hotlineDestination: hotlineDestination = try reader.field(Self.hotlineDestination)
        case .allowCallDeclineEnabled: allowCallDeclineEnabled = try reader.boolField()
        case .t38FaxCompressionEnabled: t38FaxCompressionEnabled = try reader.boolField()
        case .misspeltT38, .other: try reader.skipValue()
        }
    }

    static func primaryOwner(_ token: JSONToken, _ reader: borrowing JSONReader) -> Bool? {
        switch token {
        case .bool(let bool): return bool
        case .string(let text):
            // Longer texts are neither, and are not copied to find out.
            guard text.range.count <= 32 else { return nil }
            switch reader.string(text).lowercased() {
            case "true": return true
            case "false": return false
            default: return nil
            }
        default: return nil
        }
    }

    private static func lineType(_ token: JSONToken, _ reader: borrowing JSONReader) -> WebexLineType? {
        guard case .string(let text) = token else { return nil }
        return WebexLineType.allCases.first { $0.rawValue == reader.string(text) }
    }

    private static func hotlineDestination(
        _ token: JSONToken, _ reader: borrowing JSONReader
    ) -> RequestedHotlineDestination? {
        switch token {
        case .string(let text): .text(reader.string(text))
        case .bool(let isStored): isStored ? .asStored : .text("")
        default: nil
        }
    }

    /// The keys that a request can set.
    private enum Key {
        case id, port, primaryOwner, lineType, lineWeight, lineLabel, hotlineEnabled, hotlineDestination
        case allowCallDeclineEnabled, t38FaxCompressionEnabled, misspeltT38, other

        init(_ key: JSONText, in reader: borrowing JSONReader) {
            let candidates = key.hasEscapes ? Self.known : Self.known(ofLength: key.range.count)
            self = candidates.first { reader.isEqual(key, to: $0.0) }?.1 ?? .other
        }

        private static let known: [(StaticString, Key)] = [
            ("id", .id), ("port", .port), ("primaryOwner", .primaryOwner), ("lineType", .lineType),
            ("lineWeight", .lineWeight), ("lineLabel", .lineLabel), ("hotlineEnabled", .hotlineEnabled),
            ("hotlineDestination", .hotlineDestination), ("allowCallDeclineEnabled", .allowCallDeclineEnabled),
            ("t38FaxCompressionEnabled", .t38FaxCompressionEnabled),
            ("t38FaxCompressionEnabled `true`", .misspeltT38),
        ]

        /// No two of them are equally long, so that hardly any key is compared twice.
        private static func known(ofLength length: Int) -> [(StaticString, Key)] {
            length < byLength.count ? byLength[length] : []
        }

        private static let byLength: [[(StaticString, Key)]] = {
            let longest = known.map(\.0.utf8CodeUnitCount).max() ?? 0
            return (0...longest).map { length in known.filter { $0.0.utf8CodeUnitCount == length } }
        }()
    }
}
