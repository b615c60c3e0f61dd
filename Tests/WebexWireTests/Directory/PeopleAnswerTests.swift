// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import WebexWire

@Suite struct PeopleAnswerTests {
    @Test func aPageOfPeople() throws {
        try expectAnswer(
            of: "GET /people", WebexPersonCollection(items: [wholePerson, barePerson], notFoundIds: ["x"]),
            is: #"{"items":[\#(wholeFixture),\#(bareFixture)],"notFoundIds":["x"]}"#)
        try expectAnswer(
            of: "GET /people", WebexPersonCollection(items: [], notFoundIds: nil), is: #"{"items":[]}"#)
    }

    @Test func onePerson() throws {
        try expectAnswer(of: "GET /people/{personId}", wholePerson, is: wholeFixture)
        try expectAnswer(of: "GET /people/me", barePerson, is: bareFixture)
    }

    @Test func aLicense() throws {
        let license = WebexLicense(
            id: Sample.license, name: "Webex Calling - Professional", totalUnits: 100, consumedUnits: 60,
            consumedByUsers: 55, consumedByWorkspaces: 5, users: nil)
        let fixture = #"""
            "id":"\#(Sample.license)","name":"Webex Calling - Professional","totalUnits":100,"consumedUnits":60,
            "consumedByUsers":55,"consumedByWorkspaces":5
            """#
        try expectAnswer(
            of: "GET /licenses", WebexCollection(items: [license]), is: #"{"items":[{\#(fixture)}]}"#)
        var withUsers = license
        withUsers.users = [
            WebexLicenseUser(id: Sample.ann, type: .ownOrganization, displayName: "Ann Lee", email: "ann@example.com")
        ]
        let user = #"{"id":"\#(Sample.ann)","type":"INTERNAL","displayName":"Ann Lee","email":"ann@example.com"}"#
        try expectAnswer(of: "GET /licenses/{licenseId}", withUsers, is: #"{\#(fixture),"users":[\#(user)]}"#)
    }

    @Test func anOrganization() throws {
        let organization = WebexOrganization(
            id: Sample.organization, displayName: "Acme", created: Sample.opening)
        let fixture =
            #"{"id":"\#(Sample.organization)","displayName":"Acme","created":"2026-11-23T19:00:00.000Z"}"#
        try expectAnswer(of: "GET /organizations/{orgId}", organization, is: fixture)
        try expectAnswer(
            of: "GET /organizations", WebexCollection(items: [organization]), is: #"{"items":[\#(fixture)]}"#)
    }

    @Test func aRole() throws {
        let role = WebexRole(id: Sample.role, name: "Full Administrator")
        let fixture = #"{"id":"\#(Sample.role)","name":"Full Administrator"}"#
        try expectAnswer(of: "GET /roles/{roleId}", role, is: fixture)
        try expectAnswer(of: "GET /roles", WebexCollection(items: [role]), is: #"{"items":[\#(fixture)]}"#)
    }

    @Test func theApplicationsOfAPerson() throws {
        let browser = WebexID(.application, .sample(17))
        try expectAnswer(
            of: "GET /people/{personId}/features/applications",
            WebexApplications(
                ringDevicesForClickToDialCallsEnabled: true, ringDevicesForGroupPageEnabled: false,
                ringDevicesForCallParkEnabled: true, browserClientEnabled: true, browserClientId: browser,
                desktopClientEnabled: true, desktopClientId: Sample.app, tabletClientEnabled: false,
                tabletClientId: nil, mobileClientEnabled: false, mobileClientId: nil, availableLineCount: 35),
            is: #"""
                {"ringDevicesForClickToDialCallsEnabled":true,"ringDevicesForGroupPageEnabled":false,
                 "ringDevicesForCallParkEnabled":true,"browserClientEnabled":true,"browserClientId":"\#(browser)",
                 "desktopClientEnabled":true,"desktopClientId":"\#(Sample.app)","tabletClientEnabled":false,
                 "mobileClientEnabled":false,"availableLineCount":35}
                """#)
    }

    private var wholePerson: WebexPerson {
        WebexPerson(
            id: Sample.ann, emails: ["ann@example.com"],
            phoneNumbers: [
                WebexPersonPhoneNumber(type: .work, value: "+18605550101", primary: true),
                WebexPersonPhoneNumber(type: .workExtension, value: "8601101", primary: nil),
            ],
            extension: "101", locationId: Sample.hartford.id, displayName: "Ann Lee", firstName: "Ann",
            lastName: "Lee", orgId: Sample.organization, roles: [Sample.role], licenses: [Sample.license],
            department: "Sales", title: "Head", created: Sample.opening, lastModified: Sample.opening,
            invitePending: WebexTextBool(false), loginEnabled: WebexTextBool(true), type: .person)
    }

    private var wholeFixture: String {
        #"""
        {"id":"\#(Sample.ann)","emails":["ann@example.com"],"phoneNumbers":[
         {"type":"work","value":"+18605550101","primary":true},{"type":"work_extension","value":"8601101"}],
         "extension":"101","locationId":"\#(Sample.hartford.id)","displayName":"Ann Lee","firstName":"Ann",
         "lastName":"Lee","orgId":"\#(Sample.organization)","roles":["\#(Sample.role)"],
         "licenses":["\#(Sample.license)"],"department":"Sales","title":"Head",
         "created":"2026-11-23T19:00:00.000Z","lastModified":"2026-11-23T19:00:00.000Z",
         "invitePending":"false","loginEnabled":"true","type":"person"}
        """#
    }

    private var barePerson: WebexPerson {
        WebexPerson(
            id: Sample.ann, emails: ["ann@example.com"], phoneNumbers: nil, extension: nil, locationId: nil,
            displayName: "Ann Lee", firstName: nil, lastName: nil, orgId: Sample.organization, roles: nil,
            licenses: nil, department: nil, title: nil, created: Sample.opening, lastModified: Sample.opening,
            invitePending: .no, loginEnabled: .yes, type: .person)
    }

    private var bareFixture: String {
        #"""
        {"id":"\#(Sample.ann)","emails":["ann@example.com"],"displayName":"Ann Lee",
         "orgId":"\#(Sample.organization)","created":"2026-11-23T19:00:00.000Z",
         "lastModified":"2026-11-23T19:00:00.000Z","invitePending":"false","loginEnabled":"true","type":"person"}
        """#
    }
}
