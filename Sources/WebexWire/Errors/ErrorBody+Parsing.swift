// SPDX-License-Identifier: Apache-2.0

extension ErrorBody {
    /// What a refused request was told, in Webex's shape or as a problem; nil where the body is neither, as a proxy's is.
    public static func parse(_ bytes: [UInt8]) -> ErrorBody? {
        if let shape = try? WebexJSON.decode(Shape.self, from: bytes) {
            return ErrorBody(
                message: shape.message,
                errors: (shape.errors ?? []).map { Detail(description: $0.description ?? "", errorCode: $0.errorCode) },
                trackingID: shape.trackingId ?? "")
        }
        guard let problem = try? WebexJSON.decode(ProblemBody.self, from: bytes) else { return nil }
        return ErrorBody(
            message: problem.detail,
            errors: problem.errors.map { reason in
                Detail(
                    description: [reason.detail, reason.reason].compactMap(\.self).joined(separator: ": "),
                    errorCode: reason.code)
            }, trackingID: problem.trackingID)
    }

    private struct Shape: Decodable {
        struct Reason: Decodable {
            let description: String?
            let errorCode: Int?
        }

        let message: String
        let errors: [Reason]?
        let trackingId: String?
    }
}
