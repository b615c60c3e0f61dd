// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import WebexWire

@Suite struct VirtualLineAnswerTests {
    @Test func aListOfVirtualLines() throws {
        let item = WebexVirtualLineItem(
            id: Sample.serviceDesk, firstName: "Service", lastName: "Desk", callerIdFirstName: "Service",
            callerIdLastName: "Desk", callerIdNumber: "+18605550100", externalCallerIdNamePolicy: .directLine,
            number: WebexVirtualLineNumber(
                external: "+18605550190", extension: "190", esn: "8601190", routingPrefix: "8601", primary: true),
            location: Sample.hartford, numberOfDevicesAssigned: 2)
        try expectAnswer(
            of: "GET /telephony/config/virtualLines", WebexVirtualLineList(virtualLines: [item]),
            is: #"""
                {"virtualLines":[{"id":"\#(Sample.serviceDesk)","firstName":"Service","lastName":"Desk",
                 "callerIdFirstName":"Service","callerIdLastName":"Desk","callerIdNumber":"+18605550100",
                 "externalCallerIdNamePolicy":"DIRECT_LINE","number":{"external":"+18605550190","extension":"190",
                 "esn":"8601190","routingPrefix":"8601","primary":true},"location":\#(Sample.hartfordFixture),
                 "numberOfDevicesAssigned":2}]}
                """#)
    }

    @Test func oneVirtualLineInDetail() throws {
        try expectAnswer(
            of: "GET /telephony/config/virtualLines/{virtualLineId}",
            WebexVirtualLine(
                id: Sample.serviceDesk, firstName: "Service", lastName: "Desk", displayName: "Service Desk",
                number: WebexVirtualLineNumber(
                    external: nil, extension: "190", esn: nil, routingPrefix: nil, primary: true),
                directorySearchEnabled: true, announcementLanguage: "en_us", timeZone: "America/New_York",
                location: WebexVirtualLineLocation(id: Sample.hartford.id, name: "Hartford", address: Sample.address),
                devices: [device(hoteling: nil, location: nil)]),
            is: #"""
                {"id":"\#(Sample.serviceDesk)","firstName":"Service","lastName":"Desk","displayName":"Service Desk",
                 "number":{"extension":"190","primary":true},"directorySearchEnabled":true,
                 "announcementLanguage":"en_us","timeZone":"America/New_York",
                 "location":{"id":"\#(Sample.hartford.id)","name":"Hartford","address":\#(Sample.addressFixture)},
                 "devices":[{\#(deviceFixture)}]}
                """#)
    }

    @Test func theDevicesOfAVirtualLine() throws {
        try expectAnswer(
            of: "GET /telephony/config/virtualLines/{virtualLineId}/devices",
            WebexVirtualLineDevices(
                devices: [device(hoteling: nil, location: Sample.hartford)],
                availableEndpointType: .sharedCallAppearance, maxDeviceCount: 35),
            is: #"""
                {"devices":[{\#(deviceFixture),"location":\#(Sample.hartfordFixture)}],
                 "availableEndpointType":"SHARED_CALL_APPEARANCE","maxDeviceCount":35}
                """#)
    }

    @Test func theDevicesOfAPersonAndOfAWorkspace() throws {
        let plain = WebexHoteling(enabled: false, limitGuestUse: nil, guestHoursLimit: nil)
        try expectAnswer(
            of: "GET /telephony/config/people/{personId}/devices",
            WebexLineDeviceList(
                devices: [device(hoteling: plain, location: nil)], maxDeviceCount: 35, maxOwnedDeviceCount: 5),
            is: #"""
                {"devices":[{\#(deviceFixture),"hoteling":{"enabled":false}}],
                 "maxDeviceCount":35,"maxOwnedDeviceCount":5}
                """#)
        let limited = WebexHoteling(enabled: true, limitGuestUse: true, guestHoursLimit: 4)
        try expectAnswer(
            of: "GET /telephony/config/workspaces/{workspaceId}/devices",
            WebexLineDeviceList(
                devices: [device(hoteling: limited, location: nil)], maxDeviceCount: 35, maxOwnedDeviceCount: 5),
            is: #"""
                {"devices":[{\#(deviceFixture),
                 "hoteling":{"enabled":true,"limitGuestUse":true,"guestHoursLimit":4}}],
                 "maxDeviceCount":35,"maxOwnedDeviceCount":5}
                """#)
    }

    @Test func whatWasCreatedIsNamed() throws {
        try expectAnswer(
            of: "POST /telephony/config/virtualLines", WebexCreated(id: Sample.serviceDesk),
            is: #"{"id":"\#(Sample.serviceDesk)"}"#)
    }

    private func device(hoteling: WebexHoteling?, location: WebexLocationReference?) -> WebexLineDevice {
        WebexLineDevice(
            id: Sample.callingDevice, description: ["front"], model: "DMS Cisco 8865", mac: "00112233AABB",
            primaryOwner: false, type: .sharedCallAppearance, owner: Sample.annAsOwner, activationState: .activated,
            hoteling: hoteling, location: location)
    }

    private var deviceFixture: String {
        #"""
        "id":"\#(Sample.callingDevice)","description":["front"],"model":"DMS Cisco 8865","mac":"00112233AABB",
        "primaryOwner":false,"type":"SHARED_CALL_APPEARANCE","owner":\#(Sample.annAsOwnerFixture),
        "activationState":"ACTIVATED"
        """#
    }
}
