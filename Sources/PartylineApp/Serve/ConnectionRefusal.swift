// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import NIOCore
import WebexAPI
import WebexWire

/// What is answered where no request reaches the routes: in the shape of every other error.
enum ConnectionRefusal: String, CaseIterable, Hashable, Sendable {
    case malformed
    case headersTooLarge = "headers_too_large"
    case tooSlow = "too_slow"
    case noHost = "no_host"
    case uriTooLong = "uri_too_long"

    private var status: HTTPResponse.Status {
        switch self {
        case .malformed, .noHost: .badRequest
        case .headersTooLarge: .requestHeaderFieldsTooLarge
        case .tooSlow: .requestTimeout
        case .uriTooLong: .uriTooLong
        }
    }

    private var text: String {
        switch self {
        case .malformed: "The request is not valid HTTP/1.1; outside of ASCII a URL is percent-encoded"
        case .headersTooLarge:
            "A request's head has at most \(HeadSizes.headerBytes) bytes in \(HeadSizes.headerFields) header fields"
        case .tooSlow: "The request was not complete in time"
        case .noHost: "The request needs exactly one Host header field"
        case .uriTooLong: "The request's path and query are longer than \(HeadSizes.uriBytes) bytes"
        }
    }

    /// The whole answer. The connection ends with it: what follows on it cannot be trusted.
    func answer() -> (head: HTTPResponse, body: ByteBuffer) {
        let trackingID = TrackingID.next()
        let error = ErrorBody(
            message: text, errors: [ErrorBody.Detail(description: text, errorCode: nil)], trackingID: trackingID)
        let body = ByteBuffer(bytes: error.json())
        var head = HTTPResponse(status: status)
        head.headerFields[.contentType] = "application/json;charset=UTF-8"
        head.headerFields[.contentLength] = String(body.readableBytes)
        head.headerFields[.connection] = "close"
        if let name = HTTPField.Name("trackingid") { head.headerFields[name] = trackingID }
        return (head, body)
    }
}
