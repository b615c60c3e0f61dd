// SPDX-License-Identifier: Apache-2.0

public import WebexWire

/// The way to one member list: the app of a person, in the current family, or a device.
public enum MemberListAddress: Hashable, Sendable {
    case application(person: WebexID)
    /// By the id that telephony has for it.
    case device(WebexID)

    var path: String {
        switch self {
        case .application(let person): "/v1/telephony/config/people/\(person)/applications/members"
        case .device(let device): "/v1/telephony/config/devices/\(device)/members"
        }
    }
}

/// A member list as it was read.
public struct MemberListReading: Hashable, Sendable {
    public let list: MemberListResponse
    /// nil from a server that has no safe edits.
    public let eTag: String?
}

/// What a PUT rests on.
public struct WriteCondition: Hashable, Sendable {
    /// The list is replaced only while it has this tag.
    public let ifMatch: String?
    /// Repeats with the same key are done once.
    public let idempotencyKey: String?

    public init(ifMatch: String?, idempotencyKey: String?) {
        self.ifMatch = ifMatch
        self.idempotencyKey = idempotencyKey
    }
}

extension WebexClient {
    public func memberList(at address: MemberListAddress) async throws -> MemberListReading {
        let call = WebexCall(.get, address.path)
        let answer = try await send(call)
        do {
            return MemberListReading(list: try MemberListResponse.parse(answer.body), eTag: answer.eTag)
        } catch {
            throw WebexClientError(call.summary, .unreadable("\(error)"), answer.trackingID)
        }
    }

    /// Replaces the list.
    ///
    /// - Returns: the server's tracking id.
    @discardableResult
    public func replaceMemberList(
        at address: MemberListAddress, with request: MemberListRequest, under condition: WriteCondition
    ) async throws -> String {
        var call = WebexCall(.put, address.path)
        call.body = request.json()
        if let tag = condition.ifMatch { call.headers.append(("If-Match", tag)) }
        if let key = condition.idempotencyKey { call.headers.append(("Idempotency-Key", key)) }
        return try await send(call).trackingID
    }
}
