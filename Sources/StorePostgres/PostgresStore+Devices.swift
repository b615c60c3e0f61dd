// SPDX-License-Identifier: Apache-2.0

public import SharedLine

extension PostgresStore {
    /// By id.
    public func devices(_ query: DeviceQuery, page: Page) async throws -> PageOf<Device> {
        let search = DeviceSearch(query)
        if search.isImpossible || page.max <= 0 { return PageOf(items: [], hasMore: false) }
        let (sql, conditions) = search.statement
        return try await self.search(sql, conditions, page, EndpointRows.device)
    }
}

/// Finds devices by id, with an index for every filter.
struct DeviceSearch {
    private var owners: MemberSearch

    init(_ query: DeviceQuery) {
        owners = MemberSearch(query.organisation, order: [])
        owners.require("d.organisation_id = ?", .uuid(query.organisation.uuid))
        if let kind = query.ownerKind { owners.require("m.kind = ?", .text(kind.rawValue)) }
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
    }

    var isImpossible: Bool { owners.isImpossible }

    var statement: (sql: String, conditions: Conditions) {
        let conditions = owners.conditions
        return ("\(EndpointRows.deviceSource) WHERE \(conditions.text) ORDER BY d.endpoint_id", conditions)
    }
}
