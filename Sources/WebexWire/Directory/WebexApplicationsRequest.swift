// SPDX-License-Identifier: Apache-2.0

/// What a PUT of a person's applications asks for. An absent field keeps its value: a client sends one alone.
public struct WebexApplicationsRequest: Hashable, Sendable {
    public var ringDevicesForClickToDialCallsEnabled: Field<Bool> = .absent
    public var ringDevicesForGroupPageEnabled: Field<Bool> = .absent
    public var ringDevicesForCallParkEnabled: Field<Bool> = .absent
    public var browserClientEnabled: Field<Bool> = .absent
    public var desktopClientEnabled: Field<Bool> = .absent
    public var tabletClientEnabled: Field<Bool> = .absent
    public var mobileClientEnabled: Field<Bool> = .absent

    public init() {}

    /// Reads a body. Unknown keys are ignored; no bytes at all are an object without keys.
    public static func parse(_ body: [UInt8]) throws(RequestBodyError) -> WebexApplicationsRequest {
        var request = WebexApplicationsRequest()
        if body.isEmpty { return request }
        try RequestBody.readObject(body) { key, reader throws(RequestBodyError) in
            do throws(JSONSyntaxError) {
                try request.readValue(of: reader.string(key), from: &reader)
            } catch { throw .syntax(error) }
        }
        return request
    }

    private mutating func readValue(of key: String, from reader: inout JSONReader) throws(JSONSyntaxError) {
        switch key {
        case "ringDevicesForClickToDialCallsEnabled": ringDevicesForClickToDialCallsEnabled = try reader.boolField()
        case "ringDevicesForGroupPageEnabled": ringDevicesForGroupPageEnabled = try reader.boolField()
        case "ringDevicesForCallParkEnabled": ringDevicesForCallParkEnabled = try reader.boolField()
        case "browserClientEnabled": browserClientEnabled = try reader.boolField()
        case "desktopClientEnabled": desktopClientEnabled = try reader.boolField()
        case "tabletClientEnabled": tabletClientEnabled = try reader.boolField()
        case "mobileClientEnabled": mobileClientEnabled = try reader.boolField()
        default: try reader.skipValue()
        }
    }
}
