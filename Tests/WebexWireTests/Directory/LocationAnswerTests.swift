// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import WebexWire

@Suite struct LocationAnswerTests {
    @Test func aLocationOfTheDirectory() throws {
        let location = WebexLocation(
            id: Sample.hartford.id, name: "Hartford", orgId: Sample.organization, address: Sample.address,
            timeZone: "America/New_York", preferredLanguage: "en_US", announcementLanguage: nil)
        let fixture = #"""
            {"id":"\#(Sample.hartford.id)","name":"Hartford","orgId":"\#(Sample.organization)",
             "address":\#(Sample.addressFixture),"timeZone":"America/New_York","preferredLanguage":"en_US"}
            """#
        try expectAnswer(of: "GET /locations/{locationId}", location, is: fixture)
        try expectAnswer(
            of: "GET /locations", WebexCollection(items: [location]), is: #"{"items":[\#(fixture)]}"#)
    }

    @Test func locationsWithCalling() throws {
        let item = WebexTelephonyLocationItem(
            id: Sample.hartford.id, name: "Hartford",
            callingLineId: WebexCallingLineID(name: nil, phoneNumber: "+18605550100"), routingPrefix: "8601",
            outsideDialDigit: nil, enforceOutsideDialDigit: nil, e911SetupRequired: false)
        try expectAnswer(
            of: "GET /telephony/config/locations", WebexTelephonyLocationList(locations: [item]),
            is: #"""
                {"locations":[{"id":"\#(Sample.hartford.id)","name":"Hartford",
                 "callingLineId":{"phoneNumber":"+18605550100"},"routingPrefix":"8601","e911SetupRequired":false}]}
                """#)
    }

    @Test func aLocationWithCallingInDetail() throws {
        try expectAnswer(
            of: "GET /telephony/config/locations/{locationId}",
            WebexTelephonyLocation(
                id: Sample.hartford.id, name: "Hartford", announcementLanguage: "en_us",
                callingLineId: WebexCallingLineID(name: "Hartford", phoneNumber: "+18605550100"),
                connection: WebexPSTNConnection(type: .trunk, id: "x"), defaultDomain: "example.com",
                enforceOutsideDialDigit: false, externalCallerIdName: "Hartford", outsideDialDigit: "",
                routingPrefix: "8601", userLimit: 1000),
            is: #"""
                {"id":"\#(Sample.hartford.id)","name":"Hartford","announcementLanguage":"en_us",
                 "callingLineId":{"name":"Hartford","phoneNumber":"+18605550100"},
                 "connection":{"type":"TRUNK","id":"x"},"defaultDomain":"example.com",
                 "enforceOutsideDialDigit":false,"externalCallerIdName":"Hartford","outsideDialDigit":"",
                 "routingPrefix":"8601","userLimit":1000}
                """#)
    }

    @Test func aWorkspace() throws {
        let workspace = WebexWorkspace(
            id: Sample.lobby, orgId: Sample.organization, locationId: Sample.hartford.id,
            workspaceLocationId: Sample.hartford.id, displayName: "Lobby", capacity: 4, type: "open",
            created: Sample.opening,
            calling: WebexWorkspaceCalling(
                type: .webexCalling, webexCalling: WebexWorkspaceWebexCalling(licenses: [Sample.license])),
            calendar: WebexWorkspaceCalendar(type: .none), notes: "by the door", hotdeskingStatus: .off,
            supportedDevices: .phones, devices: nil)
        let fixture = #"""
            {"id":"\#(Sample.lobby)","orgId":"\#(Sample.organization)","locationId":"\#(Sample.hartford.id)",
             "workspaceLocationId":"\#(Sample.hartford.id)","displayName":"Lobby","capacity":4,"type":"open",
             "created":"2026-11-23T19:00:00.000Z",
             "calling":{"type":"webexCalling","webexCalling":{"licenses":["\#(Sample.license)"]}},
             "calendar":{"type":"none"},"notes":"by the door","hotdeskingStatus":"off","supportedDevices":"phones"}
            """#
        try expectAnswer(of: "GET /workspaces/{workspaceId}", workspace, is: fixture)
        try expectAnswer(of: "GET /workspaces", WebexCollection(items: [workspace]), is: #"{"items":[\#(fixture)]}"#)
    }

    @Test func aWorkspaceWithoutCalling() throws {
        try expectAnswer(
            of: "GET /workspaces/{workspaceId}",
            WebexWorkspace(
                id: Sample.lobby, orgId: Sample.organization, locationId: nil, workspaceLocationId: nil,
                displayName: "Lobby", capacity: nil, type: "notSet", created: Sample.opening,
                calling: WebexWorkspaceCalling(type: .none, webexCalling: nil), calendar: nil, notes: nil,
                hotdeskingStatus: nil, supportedDevices: nil, devices: []),
            is: #"""
                {"id":"\#(Sample.lobby)","orgId":"\#(Sample.organization)","displayName":"Lobby","type":"notSet",
                 "created":"2026-11-23T19:00:00.000Z","calling":{"type":"none"},"devices":[]}
                """#)
    }

    @Test func aPageOfNumbers() throws {
        let number = WebexNumber(
            phoneNumber: "+18605550101", extension: "101", routingPrefix: "8601", esn: "8601101", state: .active,
            phoneNumberType: .primary, mainNumber: false, tollFreeNumber: false, includedTelephonyTypes: .pstnNumber,
            isServiceNumber: false, location: Sample.hartford,
            owner: WebexNumberOwner(id: Sample.ann, type: .people, firstName: "Ann", lastName: "Lee"))
        var main = number
        main.extension = nil
        main.routingPrefix = nil
        main.esn = nil
        main.mainNumber = true
        main.owner = nil
        let common = #"""
            "state":"ACTIVE","phoneNumberType":"PRIMARY","tollFreeNumber":false,
            "includedTelephonyTypes":"PSTN_NUMBER","isServiceNumber":false,"location":\#(Sample.hartfordFixture)
            """#
        let count = WebexNumberCount(
            assigned: 1, unAssigned: 2, inActive: 3, extensionOnly: 4, tollFreeNumbers: 5, total: 6, mobileNumber: 7,
            serviceNumber: 8)
        try expectAnswer(
            of: "GET /telephony/config/numbers", WebexNumberCollection(phoneNumbers: [number, main], count: count),
            is: #"""
                {"phoneNumbers":[
                 {"phoneNumber":"+18605550101","extension":"101","routingPrefix":"8601","esn":"8601101",
                  "mainNumber":false,"owner":\#(Sample.annAsOwnerFixture),\#(common)},
                 {"phoneNumber":"+18605550101","mainNumber":true,\#(common)}],
                 "count":{"assigned":1,"unAssigned":2,"inActive":3,"extensionOnly":4,"tollFreeNumbers":5,"total":6,
                  "mobileNumber":7,"serviceNumber":8}}
                """#)
        try expectAnswer(
            of: "GET /telephony/config/numbers", WebexNumberCollection(phoneNumbers: [], count: nil),
            is: #"{"phoneNumbers":[]}"#)
    }
}
