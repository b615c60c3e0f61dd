// SPDX-License-Identifier: Apache-2.0

/// Which version of a list is to be put back.
public struct UndoRequest: Hashable, Sendable {
    public var toVersion: Field<Int> = .absent

    /// Reads a body. Unknown keys are ignored; no bytes at all are an object without keys.
    public static func parse(_ body: [UInt8]) throws(RequestBodyError) -> UndoRequest {
        var request = UndoRequest()
        if body.isEmpty { return request }
        try RequestBody.readObject(body) { key, reader throws(RequestBodyError) in
            do throws(JSONSyntaxError) {
                if reader.isEqual(key, to: "toVersion") {
                    request.toVersion = try reader.integerField()
                } else {
                    try reader.skipValue()
                }
            } catch { throw .syntax(error) }
        }
        return request
    }
}
