// SPDX-License-Identifier: Apache-2.0

public import SharedLine

/// The ways in which a caller names an endpoint: by itself, or by the person whose app it is.
public enum EndpointName: Hashable, Sendable {
    case applicationOf(MemberID)
    case application(EndpointID)
    case device(EndpointID)
    /// An id that does not say what it is of.
    case either(EndpointID)
}

extension MemberListService {
    /// Where the list of that endpoint is found.
    ///
    /// - Throws: `ServiceError.notFound` or `.gone` where the name alone tells; asking for the list may say so as well.
    public func address(of name: EndpointName, for authority: Authority) async throws -> EndpointAddress {
        switch name {
        case .applicationOf(let person): return .application(of: person)
        case .device(let id): return .device(id)
        case .application(let id):
            let address = try await address(of: id, for: authority)
            if case .device = address { throw ServiceError.notFound(.application) }
            return address
        case .either(let id): return try await address(of: id, for: authority)
        }
    }

    private func address(of id: EndpointID, for authority: Authority) async throws -> EndpointAddress {
        switch try await store.identities([id.uuid], in: authority.organisation)[id.uuid] {
        case .endpoint(let endpoint): return endpoint.address
        case .deleted(let tombstone) where tombstone.subject.kind.isOfEndpoint:
            throw ServiceError.gone(tombstone.subject.kind)
        case .member, .deleted, nil: throw ServiceError.notFound(.memberList)
        }
    }

    /// The endpoint's id, for a filter: of a deleted one, too. nil where a person has no app.
    public func endpoint(named name: EndpointName, for authority: Authority) async throws -> EndpointID? {
        switch name {
        case .applicationOf(let person):
            try await store.application(of: person, in: authority.organisation)?.id
        case .application(let id), .device(let id), .either(let id): id
        }
    }
}

extension Endpoint {
    /// Where its list is found.
    var address: EndpointAddress {
        model.family == .application ? .application(of: owner.id) : .device(id)
    }
}
