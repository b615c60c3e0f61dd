// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine

extension CommitPlan {
    private static let insertCredential = SQL.expecting(
        """
        INSERT INTO sip_credential (endpoint_id, ha1, created) \
        SELECT e.id, $3, $4 FROM endpoint e WHERE e.id = $1 AND e.organisation_id = $2 \
        ON CONFLICT (endpoint_id) DO NOTHING
        """)
    private static let updateCredential = SQL.expecting(
        """
        UPDATE sip_credential s SET ha1 = $3, created = $4 FROM endpoint e \
        WHERE s.endpoint_id = $1 AND e.id = s.endpoint_id AND e.organisation_id = $2 AND s.ha1 = $5
        """)
    private static let removeCredential = SQL.expecting(
        """
        DELETE FROM sip_credential s USING endpoint e \
        WHERE s.endpoint_id = $1 AND e.id = s.endpoint_id AND e.organisation_id = $2 AND s.ha1 = $3
        """)

    mutating func setSIPCredential(
        of endpoint: EndpointID, before: SIPCredential?, after: SIPCredential?, _ found: FoundState?
    ) throws {
        guard let found else { throw CommitRefusal.moved(endpoint) }
        let place: [Value] = [.uuid(endpoint.uuid), .uuid(commit.organisation.uuid)]
        switch (before, after) {
        case (nil, nil): break
        case (nil, let after?):
            add(Self.insertCredential, place + [.text(after.ha1), .date(after.created)], refusal: .moved(endpoint))
        case (let before?, let after?):
            add(
                Self.updateCredential, place + [.text(after.ha1), .date(after.created), .text(before.ha1)],
                refusal: .moved(endpoint))
        case (let before?, nil): add(Self.removeCredential, place + [.text(before.ha1)], refusal: .moved(endpoint))
        }
        switch found {
        case .application(let application):
            record(
                .application, endpoint.uuid, before: try Self.state(application, before),
                after: try Self.state(application, after))
        case .device(let device):
            record(
                .device, endpoint.uuid, before: try Self.state(device, before), after: try Self.state(device, after))
        case .person, .workspace, .virtualLine, .nothing: throw CommitRefusal.moved(endpoint)
        }
    }

    private static func state(_ application: Application, _ credential: SIPCredential?) throws -> String {
        var record = ApplicationRecord(application)
        record.sipCredential = credential?.created
        return try record.json()
    }

    private static func state(_ device: Device, _ credential: SIPCredential?) throws -> String {
        var record = DeviceRecord(device)
        record.sipCredential = credential?.created
        return try record.json()
    }
}
