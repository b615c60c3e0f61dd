// SPDX-License-Identifier: Apache-2.0

import SharedLine
import WebexWire

extension LineDirectory {
    /// The endpoint that a text means: `app:MEMBER` for the Webex app of a person, `device:MAC`, `device:ID` or
    /// `device:MEMBER` for the only phone of its owner. A MAC address needs no word before it, and is read with or
    /// without `:`, `-` or `.` in it.
    public func resolve(endpoint text: String, hinting: Bool = true) throws(ReferenceError) -> LineEndpoint {
        let text = text.trimmed
        if text.hasPrefix("app:") { return try app(of: String(text.dropFirst(4)), hinting) }
        let rest = text.hasPrefix("device:") ? String(text.dropFirst(7)).trimmed : text
        if let mac = MACAddress.normalised(rest) {
            if let address = device(mac: mac), let endpoint = endpoints[address] { return endpoint }
            throw ReferenceError("no device has the MAC address \(mac)")
        }
        if let parsed = WebexID.parse(rest), parsed.uuid(as: .device, .callingDevice) != nil {
            if let endpoint = endpoints[.device(EndpointID(parsed.uuid))] { return endpoint }
            if parsed.kind != nil { throw ReferenceError("no device has the id \(rest)") }
        }
        guard text.hasPrefix("device:") else {
            throw ReferenceError("\"\(text)\" names no endpoint: write app:EMAIL or device:MAC")
        }
        return try onlyDevice(of: rest, hinting)
    }

    private func app(of text: String, _ hinting: Bool) throws(ReferenceError) -> LineEndpoint {
        let owner = try resolve(member: text, hinting: hinting)
        guard let endpoint = endpoints[.application(of: owner.id)] else {
            throw ReferenceError("\(owner.fullName) has no app: only people with calling have one")
        }
        return endpoint
    }

    private func onlyDevice(of text: String, _ hinting: Bool) throws(ReferenceError) -> LineEndpoint {
        let owner = try resolve(member: text, hinting: hinting)
        let found = devices(of: owner.id).compactMap { endpoints[$0] }
        if found.count == 1 { return found[0] }
        guard !found.isEmpty else { throw ReferenceError("\(owner.fullName) has no device") }
        throw ReferenceError(
            "\(owner.fullName) has \(found.count) devices: name one of \(found.map(self.text).joined(separator: ", "))")
    }

    /// How a file names an endpoint.
    public func text(of endpoint: LineEndpoint) -> String {
        switch endpoint.address {
        case .application(let person):
            guard let owner = member(person) else { return "app:\(WebexID(.person, person.uuid))" }
            let text = self.text(of: owner)
            return "app:" + (text.hasPrefix("person:") ? String(text.dropFirst(7)) : text)
        case .device(let id):
            return "device:" + (endpoint.mac ?? WebexID(.callingDevice, id.uuid).text)
        }
    }

    /// How a person would call it: `Zoë Lindqvist, Cisco 8851`.
    public func title(of endpoint: LineEndpoint) -> String {
        let owner = owner(of: endpoint)?.fullName ?? "unknown owner"
        return "\(owner), \(endpoint.address.isDevice ? endpoint.model.displayName : "app")"
    }
}

enum MACAddress {
    /// 12 upper-case hexadecimal digits; nil for anything else.
    static func normalised(_ text: String) -> String? {
        let digits = text.filter { !":-. ".contains($0) }.uppercased()
        guard digits.utf8.count == 12, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }) else { return nil }
        return digits
    }
}
