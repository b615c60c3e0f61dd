// SPDX-License-Identifier: Apache-2.0

extension ProblemBody: Decodable {
    private enum CodingKeys: String, CodingKey {
        case status, title, detail, errors, trackingId
    }

    /// Whatever may be left out by another program is.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            status: try container.decode(Int.self, forKey: .status),
            title: try container.decodeIfPresent(String.self, forKey: .title) ?? "",
            detail: try container.decodeIfPresent(String.self, forKey: .detail) ?? "",
            errors: try container.decodeIfPresent([Reason].self, forKey: .errors) ?? [],
            trackingID: try container.decodeIfPresent(String.self, forKey: .trackingId) ?? "")
    }
}

extension ProblemBody.Reason: Decodable {
    private enum CodingKeys: String, CodingKey {
        case detail, code, reason, list, member, field, etag, endpointId
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            detail: try container.decode(String.self, forKey: .detail),
            code: try container.decodeIfPresent(Int.self, forKey: .code),
            reason: try container.decodeIfPresent(String.self, forKey: .reason),
            list: try container.decodeIfPresent(Int.self, forKey: .list),
            member: try container.decodeIfPresent(Int.self, forKey: .member),
            field: try container.decodeIfPresent(String.self, forKey: .field),
            endpointID: try container.decodeIfPresent(WebexID.self, forKey: .endpointId),
            etag: try container.decodeIfPresent(String.self, forKey: .etag))
    }
}
