// SPDX-License-Identifier: Apache-2.0

/// What the creation of a virtual line asks for. First name, last name and location are required, by a rule.
public struct WebexVirtualLineRequest: Hashable, Sendable {
    public var firstName: Field<String> = .absent
    public var lastName: Field<String> = .absent
    public var displayName: Field<String> = .absent
    public var locationId: Field<ParsedID> = .absent
    public var phoneNumber: Field<String> = .absent
    public var `extension`: Field<String> = .absent
    public var callerIdFirstName: Field<String> = .absent
    public var callerIdLastName: Field<String> = .absent
    public var callerIdNumber: Field<String> = .absent

    public init() {}

    /// Reads a body. Unknown keys are ignored; no bytes at all are an object without keys.
    public static func parse(_ body: [UInt8]) throws(RequestBodyError) -> WebexVirtualLineRequest {
        var request = WebexVirtualLineRequest()
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
        case "firstName": firstName = try reader.stringField()
        case "lastName": lastName = try reader.stringField()
        case "displayName": displayName = try reader.stringField()
        case "locationId": locationId = try reader.idField()
        case "phoneNumber": phoneNumber = try reader.stringField()
        case "extension": self.extension = try reader.stringField()
        case "callerIdFirstName": callerIdFirstName = try reader.stringField()
        case "callerIdLastName": callerIdLastName = try reader.stringField()
        case "callerIdNumber": callerIdNumber = try reader.stringField()
        default: try reader.skipValue()
        }
    }
}
