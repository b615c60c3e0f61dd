// SPDX-License-Identifier: Apache-2.0

public import SharedLine

extension PostgresStore {
    /// By id.
    public func devices(_ query: DeviceQuery, page: Page) async throws -> PageOf<Device> {
        let search = DeviceSearch(query)
        if search.owners.isImpossible || page.max <= 0 { return PageOf(items: [], hasMore: false) }
        let areOwnersFew =
            search.mayStartFromOwners ? try await Limits(of: search.owners, page, in: self).areHitsFew : false
        let (sql, conditions) = search.statement(fromOwners: areOwnersFew)
        return try await self.search(sql, conditions, page, EndpointRows.device)
    }
}

/// Finds devices by id: from few owners, or along all devices, or from a filter with an index of its own.
struct DeviceSearch {
    private(set) var owners: MemberSearch
    /// Whether starting from the owners could be the best way.
    let mayStartFromOwners: Bool

    init(_ query: DeviceQuery) {
        owners = MemberSearch(query.organisation, order: [])
        owners.require("d.organisation_id = ?", .uuid(query.organisation.uuid))
        if let kind = query.ownerKind { owners.require("m.kind = ?", .text(kind.rawValue)) }
        let isDirect = query.owner != nil || query.mac != nil || query.tag != nil
        owners.require(query.reach, locations: query.location.map { [$0] } ?? [])
        owners.require(anyOf: query.name.map { [$0] } ?? [], in: "folded_name", .name)
        if let owner = query.owner { owners.require("e.owner_id = ?", .uuid(owner.uuid)) }
        if let product = query.product.map(FoldedText.init) {
            let models = EndpointModel.devices.filter { FoldedText($0.displayName).contains(product) }
            owners.require("e.model = ANY (?)", .texts(models.map(\.name)))
        }
        if let mac = query.mac { owners.require("d.mac = ?", .text(mac.uppercased())) }
        if let tag = query.tag {
            owners.require("d.endpoint_id IN (SELECT endpoint_id FROM device_tag WHERE tag = ?)", .text(tag))
        }
        mayStartFromOwners = !isDirect && owners.isNarrowed
    }

    func statement(fromOwners: Bool) -> (sql: String, conditions: Conditions) {
        let (members, conditions) = fromOwners ? owners.narrowed() : ("member m", owners.conditions)
        let source = EndpointRows.deviceSource.replacing("JOIN member m ", with: "JOIN \(members) ")
        return ("\(source) WHERE \(conditions.text) ORDER BY d.endpoint_id", conditions)
    }
}
