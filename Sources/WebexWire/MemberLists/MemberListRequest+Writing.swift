// SPDX-License-Identifier: Apache-2.0

extension MemberListRequest {
    /// The body of a PUT. Fields that are absent are left out; an element that is no object cannot be sent and is skipped.
    public func json() -> [UInt8] {
        JSONWriter.object(reservingCapacity: 32 + 320 * elements.count) { write(to: &$0) }
    }

    /// Writes `members` into an object that may hold more.
    public func write(to object: inout JSONObjectWriter) {
        object.array("members") { array in
            for case .member(let member) in elements { array.object { member.write(to: &$0) } }
        }
    }
}

extension MemberRequest {
    fileprivate func write(to object: inout JSONObjectWriter) {
        if case .value(let id) = id, let kind = id.kind { object.field("id", WebexID(kind, id.uuid)) }
        object.optionalField("port", port.value)
        object.optionalField("primaryOwner", primaryOwner.value)
        object.optionalField("lineType", lineType.value?.rawValue)
        object.optionalField("lineWeight", lineWeight.value)
        object.optionalField("lineLabel", lineLabel.value)
        object.optionalField("hotlineEnabled", hotlineEnabled.value)
        if case .value(.text(let digits)) = hotlineDestination { object.field("hotlineDestination", digits) }
        object.optionalField("allowCallDeclineEnabled", allowCallDeclineEnabled.value)
        object.optionalField("t38FaxCompressionEnabled", t38FaxCompressionEnabled.value)
    }
}
