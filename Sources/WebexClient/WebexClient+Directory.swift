// SPDX-License-Identifier: Apache-2.0

public import WebexWire

/// The directory: each collection whole, all its pages.
extension WebexClient {
    /// Everybody, with calling data.
    public func people() async throws -> [WebexPerson] {
        try await all("/v1/people", [("callingData", "true"), ("max", "1000")]) { (page: WebexPersonCollection) in
            page.items
        }
    }

    /// Whose token it is.
    public func me() async throws -> WebexPerson {
        try await read(WebexCall(.get, "/v1/people/me")).value
    }

    public func workspaces() async throws -> [WebexWorkspace] {
        try await all("/v1/workspaces", [("max", "1000")]) { (page: WebexCollection<WebexWorkspace>) in page.items }
    }

    public func virtualLines() async throws -> [WebexVirtualLineItem] {
        try await all("/v1/telephony/config/virtualLines", [("max", "2000")]) { (page: WebexVirtualLineList) in
            page.virtualLines
        }
    }

    /// Locations with calling.
    public func locations() async throws -> [WebexTelephonyLocationItem] {
        try await all("/v1/telephony/config/locations", [("max", "2000")]) { (page: WebexTelephonyLocationList) in
            page.locations
        }
    }

    /// Phones and analogue adapters.
    public func devices() async throws -> [WebexDevice] {
        try await all("/v1/devices", [("type", "phone"), ("max", "1000")]) { (page: WebexCollection<WebexDevice>) in
            page.items
        }
    }

    /// Numbers and extensions that workspaces have.
    public func workspaceNumbers() async throws -> [WebexNumber] {
        try await all("/v1/telephony/config/numbers", [("ownerType", "PLACE"), ("max", "2000")]) {
            (page: WebexNumberCollection) in page.phoneNumbers
        }
    }

    public func licenses() async throws -> [WebexLicense] {
        try await all("/v1/licenses", []) { (page: WebexCollection<WebexLicense>) in page.items }
    }

    /// Which forms of a person's app are on.
    public func applications(of person: WebexID) async throws -> WebexApplications {
        try await read(WebexCall(.get, "/v1/people/\(person)/features/applications")).value
    }

    /// The devices on which a member's line stands, its own included; apps are not among them.
    public func devices(showing member: WebexID) async throws -> [WebexLineDevice] {
        switch member.kind {
        case .virtualLine:
            let list: WebexVirtualLineDevices = try await read(
                WebexCall(.get, "/v1/telephony/config/virtualLines/\(member)/devices")
            ).value
            return list.devices
        default:
            let owners = member.kind == .place ? "workspaces" : "people"
            let list: WebexLineDeviceList = try await read(
                WebexCall(.get, "/v1/telephony/config/\(owners)/\(member)/devices")
            ).value
            return list.devices
        }
    }

    /// Follows `Link` from page to page.
    func all<Page: Decodable, Item>(
        _ path: String, _ query: [(name: String, value: String)], _ items: (Page) -> [Item]
    ) async throws -> [Item] {
        var found: [Item] = []
        var call = WebexCall(.get, path, query: query)
        while true {
            let (page, answer): (Page, WebexAnswer) = try await read(call)
            found += items(page)
            guard let link = answer.nextLink else { return found }
            guard let next = baseURL.path(ofLink: link) else {
                throw WebexClientError(
                    call.summary, .unreadable("the next page is on another server, to which the token is not sent"),
                    answer.trackingID)
            }
            call = WebexCall(following: next)
        }
    }

    func read<Value: Decodable>(_ call: WebexCall) async throws -> (value: Value, answer: WebexAnswer) {
        let answer = try await send(call)
        return (try read(answer, of: call), answer)
    }

    func read<Value: Decodable>(_ answer: WebexAnswer, of call: WebexCall) throws -> Value {
        do {
            return try WebexJSON.decode(Value.self, from: answer.body)
        } catch {
            throw WebexClientError(call.summary, .unreadable("\(error)"), answer.trackingID)
        }
    }
}
