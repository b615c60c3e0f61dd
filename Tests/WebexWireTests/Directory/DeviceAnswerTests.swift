// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import WebexWire

@Suite struct DeviceAnswerTests {
    @Test func aDeviceOfTheDirectory() throws {
        let device = WebexDevice(
            id: Sample.device, callingDeviceId: Sample.callingDevice, displayName: "Ann Lee",
            orgId: Sample.organization, personId: Sample.ann, workspaceId: nil, locationId: Sample.hartford.id,
            workspaceLocationId: Sample.hartford.id, capabilities: [], permissions: [], connectionStatus: .unknown,
            product: "DMS Cisco 8865", type: .phone, tags: ["front"], mac: "00112233AABB", managedBy: .cisco,
            devicePlatform: "cisco", errorCodes: [], created: Sample.opening)
        let fixture = #"""
            {"id":"\#(Sample.device)","callingDeviceId":"\#(Sample.callingDevice)","displayName":"Ann Lee",
             "orgId":"\#(Sample.organization)","personId":"\#(Sample.ann)","locationId":"\#(Sample.hartford.id)",
             "workspaceLocationId":"\#(Sample.hartford.id)","capabilities":[],"permissions":[],
             "connectionStatus":"unknown","product":"DMS Cisco 8865","type":"phone","tags":["front"],
             "mac":"00112233AABB","managedBy":"CISCO","devicePlatform":"cisco","errorCodes":[],
             "created":"2026-11-23T19:00:00.000Z"}
            """#
        try expectAnswer(of: "GET /devices/{deviceId}", device, is: fixture)
        try expectAnswer(of: "GET /devices", WebexCollection(items: [device]), is: #"{"items":[\#(fixture)]}"#)
    }

    @Test func theCallingDetailsOfADevice() throws {
        try expectAnswer(
            of: "GET /telephony/config/devices/{deviceId}",
            WebexTelephonyDevice(
                id: Sample.callingDevice, ip: "", mac: "00112233AABB", model: "DMS Cisco 8865", manufacturer: .cisco,
                managedBy: .cisco, activationState: .activated, description: [], upgradeChannelEnabled: true),
            is: #"""
                {"id":"\#(Sample.callingDevice)","ip":"","mac":"00112233AABB","model":"DMS Cisco 8865",
                 "manufacturer":"CISCO","managedBy":"CISCO","activationState":"activated","description":[],
                 "upgradeChannelEnabled":true}
                """#)
    }

    @Test func howManyDevicesAPersonHas() throws {
        try expectAnswer(
            of: "GET /telephony/config/people/{personId}/devices/count",
            WebexDeviceCount(totalDeviceCount: 3, applicationsCount: 1),
            is: #"{"totalDeviceCount":3,"applicationsCount":1}"#)
    }

    @Test func theCatalogueOfModels() throws {
        let adapter = WebexSupportedDevice(
            model: "DMS Cisco 192", displayName: "Cisco ATA 192", familyDisplayName: nil, type: .analogueAdapter,
            manufacturer: .cisco, managedBy: .cisco, supportedFor: [.people, .place],
            onboardingMethod: [.macAddress, .activationCode], allowConfigureLayoutEnabled: false,
            numberOfLinePorts: 2, kemSupportEnabled: false, upgradeChannelEnabled: true,
            additionalPrimaryLineAppearancesEnabled: false, additionalSecondaryLineAppearancesEnabled: true,
            customizedBehaviorsEnabled: true, allowConfigurePortsEnabled: true, customizableLineLabelEnabled: false,
            supportsLinePortReorderingEnabled: true, portNumberSupportEnabled: true, t38Enabled: true,
            callDeclinedEnabled: true, supportsApplyChangesEnabled: true, allowConfigureLinesEnabled: true,
            supportsHotlineEnabled: true, supportsVirtualLineEnabled: true, maxNumberOfLineAppearances: 2)
        try expectAnswer(
            of: "GET /telephony/config/supportedDevices",
            WebexSupportedDevices(upgradeChannelList: [.stable, .stableDelay], devices: [adapter]),
            is: #"""
                {"upgradeChannelList":["STABLE","STABLE_DELAY"],"devices":[{"model":"DMS Cisco 192",
                 "displayName":"Cisco ATA 192","type":"ATA","manufacturer":"CISCO","managedBy":"CISCO",
                 "supportedFor":["PEOPLE","PLACE"],"onboardingMethod":["MAC_ADDRESS","ACTIVATION_CODE"],
                 "allowConfigureLayoutEnabled":false,"numberOfLinePorts":2,"kemSupportEnabled":false,
                 "upgradeChannelEnabled":true,"additionalPrimaryLineAppearancesEnabled":false,
                 "additionalSecondaryLineAppearancesEnabled":true,"customizedBehaviorsEnabled":true,
                 "allowConfigurePortsEnabled":true,"customizableLineLabelEnabled":false,
                 "supportsLinePortReorderingEnabled":true,"portNumberSupportEnabled":true,"t38Enabled":true,
                 "callDeclinedEnabled":true,"supportsApplyChangesEnabled":true,"allowConfigureLinesEnabled":true,
                 "supportsHotlineEnabled":true,"supportsVirtualLineEnabled":true,"maxNumberOfLineAppearances":2}]}
                """#)
    }
}
