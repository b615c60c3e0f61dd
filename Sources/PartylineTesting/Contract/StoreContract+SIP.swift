// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine

extension StoreContract {
    static let sip: [Clause] = [
        Clause(office: "An endpoint with a SIP credential comes with its list, and no other comes") { store, office in
            let phone = Samples.sipCredential(of: office.phone.endpoint.id)
            try await store.commit(
                office.commit([.setSIPCredential(of: phone.endpoint, before: nil, after: phone)]))
            let found = try await store.sipEndpoint(phone.endpoint)
            let list = try await office.list(at: .device(phone.endpoint), in: store)
            try expectEqual(found, SIPEndpoint(credential: phone, list: list), "the phone has it")
            try expect(try await store.sipEndpoint(office.adapter.endpoint.id) == nil, "the adapter has none")
        },
        Clause(office: "The endpoints with a SIP credential come by id, page by page, of every organisation") {
            store, office in
            var wanted: [SIPCredential] = []
            for each in [office, Office(2)] {
                let ids = each.applications.map(\.id) + [each.phone.endpoint.id]
                let credentials = ids.map { Samples.sipCredential(of: $0) }
                try await store.commit(
                    each.commit(credentials.map { .setSIPCredential(of: $0.endpoint, before: nil, after: $0) }))
                wanted += credentials
            }
            wanted.sort { $0.endpoint < $1.endpoint }
            var (found, last): ([SIPCredential], EndpointID?) = ([], nil)
            while true {
                let page = try await store.sipEndpoints(after: last, max: 3)
                if page.isEmpty { break }
                try expect(page.count <= 3, "a page is no longer than asked for")
                found += page.map(\.credential)
                last = page.last?.credential.endpoint
            }
            try expectEqual(found, wanted, "each once, in order")
        },
        Clause(office: "A SIP credential is replaced and removed only by whoever knows the one before") {
            store, office in
            let id = office.applications[0].id
            let (old, new) = (Samples.sipCredential(of: id), Samples.sipCredential(2, of: id))
            func refused(_ before: SIPCredential?, _ after: SIPCredential?) async throws {
                try await expectRefused(
                    office.commit([.setSIPCredential(of: id, before: before, after: after)]), .moved(id), by: store,
                    "the one before is another")
            }
            try await refused(new, old)
            try await store.commit(office.commit([.setSIPCredential(of: id, before: nil, after: old)]))
            try await refused(nil, new)
            try await refused(new, nil)
            try await store.commit(office.commit([.setSIPCredential(of: id, before: old, after: new)]))
            try expectEqual(try await store.sipEndpoint(id)?.credential, new, "the new one stands")
            try await store.commit(office.commit([.setSIPCredential(of: id, before: new, after: nil)]))
            try expect(try await store.sipEndpoint(id) == nil, "it has gone")
        },
        Clause(office: "Another organisation's endpoint is given no SIP credential") { store, office in
            let id = Office(2).phone.endpoint.id
            let credential = Samples.sipCredential(of: id)
            try await expectRefused(
                office.commit([.setSIPCredential(of: id, before: nil, after: credential)]), .moved(id), by: store,
                "it is not of this organisation")
        },
        Clause(office: "A SIP credential leaves a change that tells since when, and never the hash") { store, office in
            let id = office.phone.endpoint.id
            let credential = Samples.sipCredential(of: id)
            let sequence = try await store.commit(
                office.commit([.setSIPCredential(of: id, before: nil, after: credential)]))
            let change = try required(try await store.changes(after: sequence - 1, max: 10).first, "there is a change")
            try expectEqual(change.subject, ChangeSubject(kind: .device, id: id.uuid), "of the device")
            let after = try DeviceRecord(json: try required(change.after, "with its state"))
            try expectEqual(after.sipCredential, credential.created, "which says since when")
            try expectEqual(
                try DeviceRecord(json: try required(change.before, "and the one before")).sipCredential, nil,
                "where there was none")
            for text in [change.before, change.after] {
                try expect(!(text ?? "").contains(credential.ha1), "the hash is not told")
            }
        },
        Clause(office: "An endpoint that is removed takes its SIP credential along") { store, office in
            let id = office.phone.endpoint.id
            let credential = Samples.sipCredential(of: id)
            try await store.commit(office.commit([.setSIPCredential(of: id, before: nil, after: credential)]))
            let list = try await office.list(at: .device(id), in: store)
            try await store.commit(office.commit([.removeEndpoint(list)], cause: .endpointDeleted))
            try expect(try await store.sipEndpoint(id) == nil, "nothing is left")
            try await store.commit(office.commit([.addDevice(office.phone)]))
            try expect(try await store.sipEndpoint(id) == nil, "nor comes back with the device")
        },
    ]
}
