// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import SharedLine

/// Ids that follow from names: a fresh import gives the same ones anywhere. `docs/reference/seed-file.md` tells how.
struct SeedIdentifiers {
    let organisationName: String

    private static let namespace: uuid_t = (
        0x88, 0x81, 0x84, 0x66, 0xC6, 0x1D, 0x46, 0x2E, 0xAE, 0xB7, 0xE6, 0xC0, 0x1F, 0xFD, 0xCC, 0xA8
    )

    var organisation: OrganisationID { OrganisationID(uuid("ORGANIZATION", organisationName)) }

    func location(_ name: String) -> LocationID { LocationID(uuid("LOCATION", name)) }
    func person(_ email: String) -> MemberID { MemberID(uuid("PEOPLE", email.lowercased())) }
    func application(_ email: String) -> EndpointID { EndpointID(uuid("APPLICATION", email.lowercased())) }
    func browser(_ email: String) -> EndpointID { EndpointID(uuid("APPLICATION", email.lowercased() + "/browser")) }
    func workspace(_ name: String) -> MemberID { MemberID(uuid("PLACE", name)) }
    func virtualLine(_ name: String) -> MemberID { MemberID(uuid("VIRTUAL_LINE", name)) }
    func device(_ mac: String) -> EndpointID { EndpointID(uuid("DEVICE", mac)) }

    /// A UUID of version 5 (RFC 9562, section 5.5) of `KIND/ORGANISATION NAME/NATURAL KEY`.
    private func uuid(_ kind: String, _ key: String) -> UUID {
        let text = "\(kind)/\(organisationName)/\(key)".precomposedStringWithCanonicalMapping
        let hash = withUnsafeBytes(of: Self.namespace) { namespace in
            var hasher = Insecure.SHA1()
            hasher.update(bufferPointer: namespace)
            hasher.update(data: Data(text.utf8))
            return hasher.finalize()
        }
        var bytes = Array(hash.prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x50
        bytes[8] = bytes[8] & 0x3F | 0x80
        return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}
