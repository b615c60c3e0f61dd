// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import WebexWire

/// Whether the value is encoded as that JSON: the same keys, the same types, the same values, in the order of the keys.
func expectAnswer(
    of operation: String, _ value: some Encodable, is fixture: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let bytes = try WebexJSON.encode(value)
    #expect(
        String(decoding: bytes, as: UTF8.self) == (try canonical(fixture)), "\(operation)",
        sourceLocation: sourceLocation)
}

enum Sample {
    static let organization = WebexID(.organization, .sample(1))
    static let hartford = WebexLocationReference(id: WebexID(.location, .sample(2)), name: "Hartford")
    static let ann = WebexID(.person, .sample(3))
    static let lobby = WebexID(.place, .sample(4))
    static let serviceDesk = WebexID(.virtualLine, .sample(5))
    static let device = WebexID(.device, .sample(6))
    static let callingDevice = WebexID(.callingDevice, .sample(6))
    static let app = WebexID(.application, .sample(7))
    static let license = WebexID(.license, .sample(8))
    static let role = WebexID(.role, .sample(9))
    static let opening = WebexTimestamp(Date(timeIntervalSince1970: 1_795_460_400))
    static let address = WebexAddress(
        address1: "1 Main Street", address2: nil, city: "Hartford", state: "CT", postalCode: "06103", country: "US")
    static let addressFixture =
        #"{"address1":"1 Main Street","city":"Hartford","state":"CT","postalCode":"06103","country":"US"}"#
    static let hartfordFixture = #"{"id":"\#(hartford.id)","name":"Hartford"}"#
    static let annAsOwner = WebexDeviceOwner(id: ann, type: .people, firstName: "Ann", lastName: "Lee")
    static let annAsOwnerFixture = #"{"id":"\#(ann)","type":"PEOPLE","firstName":"Ann","lastName":"Lee"}"#
}
