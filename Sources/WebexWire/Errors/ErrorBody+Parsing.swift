// SPDX-License-Identifier: Apache-2.0

import Foundation

extension ErrorBody {
    /// What a refused request was told, in Webex's shape or as a problem (RFC 9457); nil where the body is neither, as a
    /// proxy's is.
    public static func parse(_ bytes: [UInt8]) -> ErrorBody? {
        guard let shape = try? JSONDecoder().decode(Shape.self, from: Data(bytes)) else { return nil }
        guard let message = shape.message ?? shape.detail else { return nil }
        return ErrorBody(
            message: message, errors: (shape.errors ?? []).map(\.detail), trackingID: shape.trackingId ?? "")
    }

    private struct Shape: Decodable {
        struct Reason: Decodable {
            let description: String?
            let errorCode: Int?
            let detailText: String?
            let code: Int?
            let reason: String?

            private enum CodingKeys: String, CodingKey {
                case description, errorCode, code, reason
                case detailText = "detail"
            }

            var detail: Detail {
                let text = [description ?? detailText, reason].compactMap(\.self).joined(separator: ": ")
                return Detail(description: text, errorCode: errorCode ?? code)
            }
        }

        let message: String?
        let detail: String?
        let errors: [Reason]?
        let trackingId: String?
    }
}
