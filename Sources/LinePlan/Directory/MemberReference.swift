// SPDX-License-Identifier: Apache-2.0

public import SharedLine
public import WebexWire

/// Whom a text means: `person:ada@example.com`, `workspace:Lobby`, `virtualLine:Service Desk`, `extension:1001@Hartford`,
/// `number:+18605550101`, `id:…`; or without the word before the colon, where what follows says it.
public enum MemberReference: Hashable, Sendable {
    case email(String)
    case named(String, Set<MemberKind>)
    case `extension`(String, location: String?)
    case number(String)
    case id(MemberID, MemberKind?)

    /// nil where the text means nobody.
    public init?(_ text: String) {
        let text = text.trimmed
        guard !text.isEmpty else { return nil }
        if let colon = text.firstIndex(of: ":"),
            let reference = Self.spelt(text[..<colon], String(text[text.index(after: colon)...]).trimmed)
        {
            self = reference
            return
        }
        self = Self.guessed(text)
    }

    /// nil where the word before the colon is none of ours; the colon may then belong to a name.
    private static func spelt(_ word: Substring, _ rest: String) -> MemberReference? {
        guard !rest.isEmpty else { return nil }
        switch word {
        case "person":
            switch guessed(rest) {
            case .named(let name, _): return .named(name, [.person])
            case let other: return other
            }
        case "workspace": return .named(rest, [.workspace])
        case "virtualLine": return .named(rest, [.virtualLine])
        case "extension":
            let parts = rest.split(separator: "@", maxSplits: 1)
            return .extension(String(parts[0]), location: parts.count > 1 ? String(parts[1]) : nil)
        case "number": return .number(rest)
        case "id": return identifier(rest)
        default: return nil
        }
    }

    private static func guessed(_ text: String) -> MemberReference {
        if let reference = digitsAndLocation(text) { return reference }
        if text.hasPrefix("+") { return .number(text) }
        if text.contains("@"), !text.contains(" ") { return .email(text) }
        if let reference = identifier(text) { return reference }
        return .named(text, Set(MemberKind.allCases))
    }

    /// `1001` or `1001@Hartford`; eleven digits and more are a number without its `+`.
    private static func digitsAndLocation(_ text: String) -> MemberReference? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty else { return nil }
        let rest = text.dropFirst(digits.count)
        if rest.isEmpty { return digits.count <= 10 ? .extension(text, location: nil) : .number(text) }
        guard rest.hasPrefix("@"), rest.count > 1, !rest.contains(".") else { return nil }
        return .extension(String(digits), location: String(rest.dropFirst()))
    }

    private static func identifier(_ text: String) -> MemberReference? {
        guard let parsed = WebexID.parse(text) else { return nil }
        guard let kind = parsed.kind else { return .id(MemberID(parsed.uuid), nil) }
        guard let kind = MemberKind(kind) else { return nil }
        return .id(MemberID(parsed.uuid), kind)
    }
}

extension LineDirectory {
    /// The one member that is meant.
    ///
    /// - Parameter hinting: whether an error names what was probably meant, which looks at everybody.
    /// - Throws: a `ReferenceError` that says why there is none, or which ones there are.
    public func resolve(member text: String, hinting: Bool = true) throws(ReferenceError) -> Member {
        guard let reference = MemberReference(text) else { throw ReferenceError("a member is missing") }
        let found = candidates(reference).compactMap(member)
        if found.count == 1 { return found[0] }
        if found.isEmpty { throw notFound(reference, text, hinting) }
        let names = found.map(self.text).sorted().joined(separator: ", ")
        throw ReferenceError("\"\(text)\" may be any of \(names); name one of these")
    }

    private func candidates(_ reference: MemberReference) -> [MemberID] {
        switch reference {
        case .email(let email): members(email: email)
        case .named(let name, let kinds): members(name: name, kinds: kinds)
        case .extension(let digits, let location): members(extension: digits, location: location)
        case .number(let number): members(number: number)
        case .id(let id, let kind): member(id).map { kind == nil || kind == $0.kind } == true ? [id] : []
        }
    }

    private func notFound(_ reference: MemberReference, _ text: String, _ hinting: Bool) -> ReferenceError {
        let hint =
            switch reference {
            case _ where !hinting: ""
            case .email(let email): Hint.text(for: email, among: emails)
            case .named(let name, _): Hint.text(for: name, among: names)
            default: ""
            }
        return ReferenceError("nobody with a line is \"\(text)\"\(hint)")
    }

    /// How a file names a member: so that a person can read it, and nobody else is meant.
    public func text(of member: Member) -> String {
        let text =
            switch member.kind {
            case .person: "person:" + (members[member.id]?.email ?? "")
            case .workspace: "workspace:" + member.fullName
            case .virtualLine: "virtualLine:" + member.fullName
            }
        let isClear = MemberReference(text).map(candidates) == [member.id]
        return isClear ? text : "id:\(WebexID(member.kind.idKind, member.id.uuid))"
    }
}

/// Why a text means nobody, or nothing.
public struct ReferenceError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension MemberKind {
    /// nil for what has no line.
    public init?(_ kind: WebexIDKind) {
        switch kind {
        case .person: self = .person
        case .place: self = .workspace
        case .virtualLine: self = .virtualLine
        default: return nil
        }
    }

    /// The kind of its identifiers on the wire.
    public var idKind: WebexIDKind {
        switch self {
        case .person: .person
        case .workspace: .place
        case .virtualLine: .virtualLine
        }
    }
}
