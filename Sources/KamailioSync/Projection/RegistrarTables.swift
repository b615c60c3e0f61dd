// SPDX-License-Identifier: Apache-2.0

import Foundation
public import SharedLine

/// What Kamailio must know, as it follows from all endpoints that may register. Pure.
///
/// Endpoints come and go one by one; the tables are the same whichever way they came about.
public struct RegistrarTables: Sendable {
    /// Every entry of every table.
    public private(set) var entries: [TableKey: String] = [:]
    private var contributions: [EndpointID: Contribution] = [:]
    private var appearances: [MemberID: [EndpointID: Contribution.Appearance]] = [:]
    /// Whose lines go by what is dialled: one member, unless two locations without a routing prefix have the same extension.
    private var owners: [String: Set<MemberID>] = [:]

    public init() {}

    /// The endpoints that are known.
    public var endpoints: some Collection<EndpointID> { contributions.keys }

    /// The endpoints on which that member's line stands.
    public func endpoints(showing member: MemberID) -> [EndpointID] {
        appearances[member].map { Array($0.keys) } ?? []
    }

    /// Puts the endpoint as it is now in place of what was known of it; nil where it cannot register any more.
    ///
    /// - Returns: the entries that are different now.
    @discardableResult
    public mutating func replace(_ id: EndpointID, with endpoint: SIPEndpoint?) -> Set<TableKey> {
        let (before, after) = (contributions[id], endpoint.flatMap(Contribution.init))
        if before == after { return [] }
        contributions[id] = after
        var touched = Set(before?.own.keys.map { $0 } ?? []).union(after?.own.keys.map { $0 } ?? [])
        let members = Set(before?.appearances.keys.map { $0 } ?? []).union(after?.appearances.keys.map { $0 } ?? [])
        for member in members {
            touched.insert(.ring(member))
            touched.formUnion(set(after?.appearances[member], of: member, on: id))
        }
        return touched.filter { key in
            let value = value(of: key, after)
            defer { entries[key] = value }
            return entries[key] != value
        }
    }

    /// - Returns: the numbers whose owner may be another one now.
    private mutating func set(
        _ appearance: Contribution.Appearance?, of member: MemberID, on endpoint: EndpointID
    ) -> [TableKey] {
        let before = dialled(of: member)
        appearances[member, default: [:]][endpoint] = appearance
        if appearances[member]?.isEmpty ?? false { appearances[member] = nil }
        let after = dialled(of: member)
        for number in before.subtracting(after) {
            owners[number]?.remove(member)
            if owners[number]?.isEmpty ?? false { owners[number] = nil }
        }
        for number in after.subtracting(before) { owners[number, default: []].insert(member) }
        return before.symmetricDifference(after).map { .number($0) }
    }

    private func dialled(of member: MemberID) -> Set<String> {
        appearances[member]?.values.reduce(into: []) { $0.formUnion($1.dialled) } ?? []
    }

    private func value(of key: TableKey, _ contribution: Contribution?) -> String? {
        switch key.table {
        case .secret, .line: contribution?.own[key]
        case .ring: ring(named: key.name)
        case .number: owners[key.name]?.min()?.description
        }
    }

    private func ring(named name: String) -> String? {
        guard let uuid = UUID(uuidString: name), let all = appearances[MemberID(uuid)] else { return nil }
        return all.sorted { $0.key < $1.key }.map(\.value.ring).joined(separator: ",")
    }
}
