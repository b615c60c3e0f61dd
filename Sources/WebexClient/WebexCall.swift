// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1

/// One request as an operation describes it.
struct WebexCall: Sendable {
    enum Method: String, Sendable {
        case get = "GET"
        case put = "PUT"
        case post = "POST"
        case delete = "DELETE"

        var http: HTTPMethod { HTTPMethod(rawValue: rawValue) }
    }

    enum Target: Sendable {
        /// The path from the server's root on.
        case operation(path: String, query: [(name: String, value: String)])
        /// Path and query as the server gave them.
        case link(String)
    }

    let method: Method
    let target: Target
    var headers: [(String, String)] = []
    var body: [UInt8]?

    init(_ method: Method, _ path: String, query: [(name: String, value: String)] = []) {
        self.method = method
        target = .operation(path: path, query: query)
    }

    init(following link: String) {
        method = .get
        target = .link(link)
    }

    /// Whether doing it twice is the same as doing it once, so that it may be sent again when nobody knows what became
    /// of it. A PUT without a condition or a key could undo what somebody wrote in between.
    var isRepeatable: Bool {
        switch method {
        case .get: true
        case .put, .post: headers.contains { $0.0 == "If-Match" || $0.0 == "Idempotency-Key" }
        case .delete: false
        }
    }

    /// Method and path, for errors; a query may hold names and numbers.
    var summary: String {
        let path =
            switch target {
            case .operation(let path, _): path
            case .link(let link): String(link.prefix { $0 != "?" })
            }
        return "\(method.rawValue) \(path)"
    }
}

/// What came back.
struct WebexAnswer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: [UInt8]
    /// The id that was sent; it stands in the server's log.
    let sentTrackingID: String

    /// The server's own id of the request, or else ours.
    var trackingID: String { headers.first(name: "trackingid") ?? sentTrackingID }
    var eTag: String? { headers.first(name: "etag") }

    /// Whole seconds, or the time until an HTTP date's; nil where it says nothing usable.
    var retryAfter: Duration? {
        headers.first(name: "retry-after").flatMap(RetryAfter.parse)
    }

    /// The address of the next page.
    var nextLink: String? {
        headers["link"].lazy.flatMap { $0.split(separator: ",") }.compactMap { link in
            let parts = link.split(separator: ";").map { $0.drop { $0 == " " } }
            guard let address = parts.first, address.hasPrefix("<"), let end = address.lastIndex(of: ">"),
                parts.dropFirst().contains(where: { $0 == "rel=\"next\"" || $0 == "rel=next" })
            else { return nil }
            return String(address[address.index(after: address.startIndex)..<end])
        }.first
    }
}
