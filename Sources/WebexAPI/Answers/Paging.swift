// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import LineService
import SharedLine

extension Call {
    /// The `Link` to what comes after, on the host that was called and with the whole query; nil on the last page.
    func nextLink(after page: Page, hasMore: Bool) -> String? {
        guard hasMore, page.max > 0 else { return nil }
        return link(to: query.replacing("start", with: String(page.start + page.max)))
    }

    /// The `Link` to what comes after an opaque cursor, in the parameter of that name.
    func nextLink(_ name: String, _ cursor: String) -> String {
        link(to: query.replacing(name, with: cursor))
    }

    /// The cursor of an earlier page's `Link`: the last id shown there.
    func cursor(_ name: String) throws(ServiceError) -> MemberID? {
        guard let text = query.text(name) else { return nil }
        guard let id = UUID(uuidString: text) else {
            throw .invalid([.invalid(name, "one that a Link header gave")])
        }
        return MemberID(id)
    }

    private func link(to query: String) -> String {
        let path = head.path.map { $0.prefix { $0 != "?" } } ?? ""
        return "<\(usedScheme)://\(head.authority ?? "localhost")\(path)?\(query)>; rel=\"next\""
    }

    private var usedScheme: String {
        switch head.headerFields[.forwardedProtocol] {
        case "http": "http"
        case "https": "https"
        default: scheme
        }
    }
}

extension Answer {
    func linking(_ link: String?) -> Answer {
        guard let link else { return self }
        var answer = self
        answer.headers.append(HTTPField(name: .link, value: link))
        return answer
    }
}
