// SPDX-License-Identifier: Apache-2.0

import Testing
import WebexWire

@Suite struct DirectoryRequestTests {
    @Test func aRequestForApplicationsKnowsEverySwitch() throws {
        let request = try WebexApplicationsRequest.parse(
            Array(
                #"""
                {"ringDevicesForClickToDialCallsEnabled":true,"ringDevicesForGroupPageEnabled":false,
                 "ringDevicesForCallParkEnabled":"true","browserClientEnabled":null,"desktopClientEnabled":false,
                 "tabletClientEnabled":1,"mobileClientEnabled":true,"availableLineCount":3,"desktopClientId":{}}
                """#.utf8))
        #expect(request.ringDevicesForClickToDialCallsEnabled == .value(true))
        #expect(request.ringDevicesForGroupPageEnabled == .value(false))
        #expect(request.ringDevicesForCallParkEnabled == .invalid)
        #expect(request.browserClientEnabled == .absent)
        #expect(request.desktopClientEnabled == .value(false))
        #expect(request.tabletClientEnabled == .invalid)
        #expect(request.mobileClientEnabled == .value(true))
    }

    @Test func aRequestForAVirtualLineKnowsEveryField() throws {
        let location = WebexID(.location, .sample(1))
        let request = try WebexVirtualLineRequest.parse(
            Array(
                #"""
                {"firstName":"A","lastName":"B","displayName":"C","locationId":"\#(location)","phoneNumber":"+1",
                 "extension":"12","callerIdFirstName":"D","callerIdLastName":"E","callerIdNumber":7,"x":[]}
                """#.utf8))
        #expect(request.firstName == .value("A"))
        #expect(request.lastName == .value("B"))
        #expect(request.displayName == .value("C"))
        #expect(request.locationId == .value(ParsedID(kind: .location, uuid: .sample(1))))
        #expect(request.phoneNumber == .value("+1"))
        #expect(request.extension == .value("12"))
        #expect(request.callerIdFirstName == .value("D"))
        #expect(request.callerIdLastName == .value("E"))
        #expect(request.callerIdNumber == .invalid)
    }

    @Test func noBytesAreAnObjectWithoutKeys() throws {
        #expect(try WebexApplicationsRequest.parse([]) == WebexApplicationsRequest())
        #expect(try WebexVirtualLineRequest.parse([]) == WebexVirtualLineRequest())
        #expect(try WebexVirtualLineRequest.parse(Array("{}".utf8)) == WebexVirtualLineRequest())
    }

    @Test func aBodyThatIsNoObjectIsRefused() {
        #expect(throws: RequestBodyError.notAnObject) { try WebexApplicationsRequest.parse(Array("[]".utf8)) }
        #expect(throws: RequestBodyError.syntax(JSONSyntaxError(offset: 1, reason: .unexpectedEnd))) {
            try WebexVirtualLineRequest.parse(Array("{".utf8))
        }
    }
}
