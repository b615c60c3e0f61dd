// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// An identifier as Webex gives it out: unpadded base64 of `ciscospark://REGION/KIND/UUID`.
public struct WebexID: Hashable, Sendable {
    public let kind: WebexIDKind
    public let uuid: UUID

    public init(_ kind: WebexIDKind, _ uuid: UUID) {
        self.kind = kind
        self.uuid = uuid
    }

    /// Appends the base64 form. A list of ten lines holds more than twenty identifiers: nothing is allocated here.
    public func append(to output: inout [UInt8]) {
        let prefix = kind.encodedPrefix
        output.append(contentsOf: prefix.encoded)
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: UUIDText.length + 2) { tail in
            var count = 0
            for byte in prefix.rest {
                tail[count] = byte
                count += 1
            }
            count += UUIDText.write(uuid, to: tail, at: count)
            Base64.append(tail[..<count], to: &output)
        }
    }

    /// The base64 form.
    public var text: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(128)
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads an identifier in any form that clients send: with or without padding, in either base64 alphabet, of any
    /// region, or the bare UUID, which claims no kind. nil where it is none of these.
    public static func parse(_ text: some StringProtocol) -> ParsedID? {
        let fast = text.utf8.withContiguousStorageIfAvailable { parse(utf8: $0) }
        return fast ?? parse(utf8: Array(text.utf8))
    }

    /// No identifier is longer; a longer text is not even decoded.
    private static let maximumLength = 256
    private static let scheme = Array("ciscospark://".utf8)

    static func parse(utf8 text: some BidirectionalCollection<UInt8>) -> ParsedID? {
        if let uuid = UUIDText.parse(text) { return ParsedID(kind: nil, uuid: uuid) }
        guard text.count <= maximumLength, let plain = Base64.decode(text), plain.starts(with: scheme) else {
            return nil
        }
        let path = plain[scheme.count...]
        let slash = UInt8(ascii: "/")
        guard let afterRegion = path.firstIndex(of: slash), afterRegion > path.startIndex,
            let afterKind = path[(afterRegion + 1)...].firstIndex(of: slash),
            let kind = WebexIDKind(rawValue: String(decoding: path[(afterRegion + 1)..<afterKind], as: UTF8.self)),
            let uuid = UUIDText.parse(name(path[(afterKind + 1)...], of: kind))
        else { return nil }
        return ParsedID(kind: kind, uuid: uuid)
    }
}

extension WebexID {
    /// What follows the kind. The live service's licences say organisation and service before their UUID
    /// (`…/LICENSE/UUID:CS_UUID`).
    private static func name(_ text: ArraySlice<UInt8>, of kind: WebexIDKind) -> ArraySlice<UInt8> {
        guard kind == .license, text.contains(UInt8(ascii: ":")) else { return text }
        return text.suffix(UUIDText.length)
    }
}

extension WebexID: CustomStringConvertible {
    public var description: String { text }
}

extension WebexID: Codable {
    /// An identifier of an answer. A bare UUID is none: nothing says what it names.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let parsed = Self.parse(text), let kind = parsed.kind else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no identifier: \(text)")
        }
        self.init(kind, parsed.uuid)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// An identifier as a request gives it.
public struct ParsedID: Hashable, Sendable {
    /// What the identifier claims to be; nil for a bare UUID, which claims nothing.
    public let kind: WebexIDKind?
    public let uuid: UUID

    public init(kind: WebexIDKind?, uuid: UUID) {
        self.kind = kind
        self.uuid = uuid
    }

    /// The UUID, unless the identifier claims to be something else than one of these kinds.
    public func uuid(as kinds: WebexIDKind...) -> UUID? {
        guard let kind else { return uuid }
        return kinds.contains(kind) ? uuid : nil
    }
}
