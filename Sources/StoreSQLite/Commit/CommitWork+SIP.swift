// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import SharedLine

extension CommitWork {
    mutating func setSIPCredential(
        of endpoint: EndpointID, before: SIPCredential?, after: SIPCredential?
    ) throws {
        let application = try EndpointRows.application(endpoint, in: commit.organisation, db)
        let device = application == nil ? try EndpointRows.device(endpoint, in: commit.organisation, db) : nil
        guard application != nil || device != nil, try SIPRows.credential(of: endpoint, db)?.ha1 == before?.ha1
        else {
            throw CommitRefusal.moved(endpoint)
        }
        if let after {
            try db.run(
                """
                INSERT INTO sip_credential (endpoint_id, ha1, created) VALUES (?, ?, ?) \
                ON CONFLICT (endpoint_id) DO UPDATE SET ha1 = excluded.ha1, created = excluded.created
                """, [endpoint.uuid, after.ha1, after.created.milliseconds])
        } else {
            try db.run("DELETE FROM sip_credential WHERE endpoint_id = ?", [endpoint.uuid])
        }
        try record(
            application == nil ? .device : .application, endpoint.uuid,
            before: try state(application, device, before), after: try state(application, device, after))
    }

    private func state(
        _ application: Application?, _ device: Device?, _ credential: SIPCredential?
    ) throws -> String? {
        if let application {
            var record = ApplicationRecord(application)
            record.sipCredential = credential?.created
            return try record.json()
        }
        return try device.map { device in
            var record = DeviceRecord(device)
            record.sipCredential = credential?.created
            return try record.json()
        }
    }
}
