// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import NIOCore
import WebexWire

/// What a handler gives back: a status, the headers of its own, and bytes that are JSON or nothing, or a stream.
struct Answer: Sendable {
    /// Writes a body that lasts, and returns when it has ended.
    typealias Stream = @Sendable (inout any ResponseBodyWriter) async throws -> Void

    var status: HTTPResponse.Status
    var headers = HTTPFields()
    var body = ByteBuffer()
    /// In place of the body.
    var stream: Stream?

    static let noContent = Answer(status: .noContent)

    /// A value in the contract's shape.
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Answer {
        Answer(status: status, body: ByteBuffer(bytes: try WebexJSON.encode(value)))
    }

    /// Bytes that are JSON already.
    static func json(bytes: [UInt8], status: HTTPResponse.Status = .ok) -> Answer {
        Answer(status: status, body: ByteBuffer(bytes: bytes))
    }

    func response() -> Response {
        if let stream {
            let body = ResponseBody { writer in
                try await stream(&writer)
                try await writer.finish(nil)
            }
            return Response(status: status, headers: headers, body: body)
        }
        guard body.readableBytes > 0 else { return Response(status: status, headers: headers) }
        var headers = headers
        if headers[.contentType] == nil { headers[.contentType] = "application/json;charset=UTF-8" }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
    }
}
