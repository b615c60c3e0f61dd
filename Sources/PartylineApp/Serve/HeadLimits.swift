// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird

/// Refuses a request by its head, before a route sees it.
struct HeadLimits<Base: HTTPResponder>: HTTPResponder {
    typealias Context = Base.Context

    let base: Base
    let meters: ConnectionMeters

    func respond(to request: Request, context: Context) async throws -> Response {
        if let refusal = refusal(of: request.head) {
            meters.refused(refusal)
            let (head, body) = refusal.answer()
            return Response(status: head.status, headers: head.headerFields, body: ResponseBody(byteBuffer: body))
        }
        return try await base.respond(to: request, context: context)
    }

    /// A second Host stays among the fields; the first has become the authority.
    private func refusal(of head: HTTPRequest) -> ConnectionRefusal? {
        if (head.path?.utf8.count ?? 0) > HeadSizes.uriBytes { return .uriTooLong }
        let hasSecondHost = head.headerFields.contains { $0.name.canonicalName == "host" }
        return head.authority?.isEmpty ?? true || hasSecondHost ? .noHost : nil
    }
}

/// How long a request's head may be.
enum HeadSizes {
    /// All header fields together.
    static let headerBytes = 16 * 1024
    static let headerFields = 100
    /// Path and query. A search with every filter stays under 4 KiB.
    static let uriBytes = 8 * 1024
}
