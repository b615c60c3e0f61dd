// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import Hummingbird
import LineService
import NIOCore
import SharedLine
import WebexWire

/// A request that may be carried out: who asks, what it says, and its body, read whole.
struct Call: Sendable {
    let authority: Authority
    let parameters: Parameters
    let query: QueryItems
    let head: HTTPRequest
    /// Empty where none was sent.
    let body: ByteBuffer
    /// The `Idempotency-Key` of a PUT or POST.
    let idempotencyKey: IdempotencyKey?
    /// Which scheme the listener speaks, unless a proxy in front says otherwise.
    let scheme: String
    /// Throws as soon as the token is not good any more: for answers that last.
    let checkToken: @Sendable () async throws -> Void

    func preference(_ name: String, _ value: String) -> Bool {
        head.headerFields[values: .prefer].contains { field in
            field.split(whereSeparator: { $0 == "," || $0 == ";" }).contains { part in
                let pair = part.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
                return pair.count == 2 && pair[0].lowercased() == name
                    && pair[1].trimmingCharacters(in: CharacterSet(charactersIn: "\"")).lowercased() == value
            }
        }
    }

    /// Whether that preference stands there, without a value (RFC 7240).
    func prefers(_ name: String) -> Bool {
        head.headerFields[values: .prefer].contains { field in
            field.split(whereSeparator: { $0 == "," || $0 == ";" }).contains { part in
                part.trimmingCharacters(in: .whitespaces).lowercased() == name
            }
        }
    }

    /// What a repeat of this request is known by; nil without an `Idempotency-Key`.
    func keyed(answering status: Int, body answer: Data = Data()) -> KeyedRequest? {
        idempotencyKey.map {
            KeyedRequest(key: $0, requestHash: RequestHash.of(head, body), status: status, body: answer)
        }
    }

    // MARK: Ids

    /// The member that a path names. An id of another kind names nothing.
    func member(_ name: String, _ kind: MemberKind) throws(ServiceError) -> MemberID {
        MemberID(try uuid(name, of: kind.webexKind, missing: kind.subject))
    }

    func device(_ name: String) throws(ServiceError) -> EndpointID {
        EndpointID(try uuid(name, of: .device, .callingDevice, missing: .device))
    }

    func location(_ name: String) throws(ServiceError) -> LocationID {
        LocationID(try uuid(name, of: .location, missing: .location))
    }

    func uuid(
        _ name: String, of kinds: WebexIDKind..., missing subject: ChangeSubject.Kind
    ) throws(ServiceError) -> UUID {
        guard let text = parameters[name[...]], let decoded = PercentEncoding.decode(text.utf8, plusIsSpace: false),
            let id = WebexID.parse(decoded), id.kind.map(kinds.contains) ?? true
        else { throw .notFound(subject) }
        return id.uuid
    }

    /// An id in a filter. One that cannot be read, or is of another kind, matches nothing: the answer is nil inside.
    func filter(_ names: String..., of kinds: [WebexIDKind]) -> IDFilter {
        for name in names {
            guard let text = query.text(name) else { continue }
            guard let id = WebexID.parse(text), id.kind.map(kinds.contains) ?? true else { return .nothing }
            return .id(id.uuid)
        }
        return .any
    }
}

/// What a filter by id lets through.
enum IDFilter: Hashable {
    case any
    case id(UUID)
    case nothing
}

extension MemberKind {
    var webexKind: WebexIDKind {
        switch self {
        case .person: .person
        case .workspace: .place
        case .virtualLine: .virtualLine
        }
    }

    init?(_ kind: WebexIDKind) {
        switch kind {
        case .person: self = .person
        case .place: self = .workspace
        case .virtualLine: self = .virtualLine
        default: return nil
        }
    }

    var subject: ChangeSubject.Kind {
        switch self {
        case .person: .person
        case .workspace: .workspace
        case .virtualLine: .virtualLine
        }
    }
}

extension HTTPField.Name {
    static let prefer = HTTPField.Name.literal("Prefer")
    static let idempotencyKey = HTTPField.Name.literal("Idempotency-Key")
    static let trackingID = HTTPField.Name.literal("trackingid")
    static let deprecation = HTTPField.Name.literal("Deprecation")
    static let link = HTTPField.Name.literal("Link")
    static let forwardedProtocol = HTTPField.Name.literal("X-Forwarded-Proto")

    /// A name written in this file. `link` is never reached: every literal here is a token of RFC 9110.
    private static func literal(_ name: String) -> HTTPField.Name {
        HTTPField.Name(name) ?? .via
    }
}
