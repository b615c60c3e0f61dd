// SPDX-License-Identifier: Apache-2.0

import SharedLine
public import WebexWire

extension PlanFile.Change {
    /// The body of the PUT that makes the list stand as planned.
    ///
    /// The current family of app operations has no hotline and keeps what is stored; it is sent only where it changes.
    public var request: MemberListRequest {
        let isApp = endpoint.kind == .person
        let model = endpointModel
        return MemberListRequest(
            elements: after.map { key in
                let earlier = before.first { $0.member == key.member }
                let sendsHotline = !isApp || key.hotline != earlier?.hotline
                return .member(
                    key.request(isOwner: key.member == owner, hotline: sendsHotline, t38: model.supportsT38))
            })
    }

    /// The same with every setting of every line, which a plan that is sent as one asks for.
    public var completeRequest: MemberListRequest {
        let model = endpointModel
        return MemberListRequest(
            elements: after.map { key in
                .member(key.request(isOwner: key.member == owner, hotline: true, t38: model.supportsT38))
            })
    }
}

extension PlanFile.Key {
    fileprivate func request(isOwner: Bool, hotline sendsHotline: Bool, t38 sendsT38: Bool) -> MemberRequest {
        var request = MemberRequest()
        request.id = .value(ParsedID(kind: member.kind, uuid: member.uuid))
        request.port = .value(port)
        request.primaryOwner = .value(isOwner)
        request.lineType = .value(isOwner ? .primary : .sharedCallAppearance)
        request.lineWeight = .value(weight ?? 1)
        request.lineLabel = label.map(Field.value) ?? .absent
        if sendsHotline {
            request.hotlineEnabled = .value(hotline != nil)
            request.hotlineDestination = .value(.text(hotline ?? ""))
        }
        request.allowCallDeclineEnabled = .value(allowDecline ?? true)
        if sendsT38 { request.t38FaxCompressionEnabled = .value(t38 ?? false) }
        return request
    }
}
