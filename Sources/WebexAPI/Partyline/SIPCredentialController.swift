// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import LineService
import SharedLine
import WebexWire

/// What an endpoint registers with. A secret stands in the answer that made it alone, which is therefore not kept under an
/// `Idempotency-Key`: a repeat makes another secret.
struct SIPCredentialController: Sendable {
    let credentials: SIPCredentialService
    let lists: MemberListService

    @Sendable func get(_ call: Call) async throws -> Answer {
        let credential = try await credentials.credential(at: try await address(call), for: call.authority)
        return Self.answer(credential, secret: nil)
    }

    @Sendable func issue(_ call: Call) async throws -> Answer {
        var generator = SystemRandomNumberGenerator()
        let issued = try await credentials.issue(
            at: try await address(call), for: call.authority, using: &generator)
        return Self.answer(issued.credential, secret: issued.secret.text)
    }

    @Sendable func remove(_ call: Call) async throws -> Answer {
        try await credentials.remove(at: try await address(call), for: call.authority)
        return .noContent
    }

    private func address(_ call: Call) async throws -> EndpointAddress {
        guard let name = call.parameters["endpointId"].flatMap({ EndpointName(String($0)) }) else {
            throw ServiceError.notFound(.memberList)
        }
        return try await lists.address(of: name, for: call.authority)
    }

    private static func answer(_ credential: SIPCredential, secret: String?) -> Answer {
        let response = SIPCredentialResponse(
            user: credential.user, realm: SIPCredential.realm, created: WebexTimestamp(credential.created),
            secret: secret)
        var answer = Answer.json(bytes: response.json())
        answer.headers[.cacheControl] = "no-store"
        return answer
    }
}
