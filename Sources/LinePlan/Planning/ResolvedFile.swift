// SPDX-License-Identifier: Apache-2.0

import SharedLine

/// A file whose names mean somebody: what is asked of which endpoints.
struct ResolvedFile {
    var lists: [(endpoint: LineEndpoint, source: Int, keys: [(member: MemberID, wanted: WantedKey)])] = []
    var changes: [ResolvedChange] = []

    /// All endpoints whose lists must be known.
    var endpoints: Set<EndpointAddress> {
        var addresses = Set(lists.map(\.endpoint.address))
        for change in changes { addresses.formUnion(change.endpoints) }
        return addresses
    }
}

/// A change whose names mean somebody, with the endpoints that it is for, in order.
struct ResolvedChange {
    enum Kind {
        case add(MemberID, WantedKey)
        case replace(MemberID, with: MemberID, WantedKey)
        case remove(MemberID)
        case label(MemberID?, LabelTemplate)
        case move(from: EndpointAddress, to: EndpointAddress)
    }

    let kind: Kind
    let endpoints: [EndpointAddress]
    let source: Int
}

/// Finds whom and what a file means, noting every name that means nothing.
struct Resolver {
    /// For so many problems what was probably meant is looked for; a file of wrong names would take minutes.
    private static let mostHints = 20

    let directory: LineDirectory
    let notes: ProblemNotes

    private var hints: Bool { notes.problems.count < Self.mostHints }

    func resolve(_ file: WantedFile) -> ResolvedFile {
        var resolved = ResolvedFile()
        var sources: [EndpointAddress: Int] = [:]
        for list in file.lists {
            let keys = list.keys.compactMap { key in member(key.member).map { (member: $0, wanted: key) } }
            guard let endpoint = endpoint(list.endpoint) else { continue }
            // Without a line whose member is unknown the others would be judged for what nobody asked.
            guard keys.count == list.keys.count else { continue }
            if let earlier = sources.updateValue(list.endpoint.line, forKey: endpoint.address) {
                notes.note(list.endpoint.line, "\(list.endpoint.value) has a list already, on line \(earlier)")
            }
            resolved.lists.append((endpoint, list.endpoint.line, keys))
        }
        resolved.changes = file.changes.compactMap(resolve)
        return resolved
    }

    private func resolve(_ change: WantedChange) -> ResolvedChange? {
        switch change {
        case .add(let key, let selector):
            let endpoints = select(selector)
            return member(key.member).map { resolved(.add($0, key), endpoints, change) }
        case .replace(let old, let new, let selector):
            let endpoints = select(selector)
            guard let oldMember = member(old), let newMember = member(new.member) else { return nil }
            guard oldMember != newMember else {
                notes.note(old.line, "\(old.value) is to be replaced by itself")
                return nil
            }
            return resolved(.replace(oldMember, with: newMember, new), endpoints, change)
        case .remove(let leaver, let selector):
            let endpoints = select(selector)
            return member(leaver).map { resolved(.remove($0), endpoints, change) }
        case .label(let whose, let text, let selector):
            return label(whose, text, select(selector), change)
        case .move(let from, let to):
            guard let source = endpoint(from), let target = endpoint(to) else { return nil }
            guard source.address != target.address else {
                notes.note(from.line, "\(from.value) is to be moved to itself")
                return nil
            }
            let kind = ResolvedChange.Kind.move(from: source.address, to: target.address)
            return resolved(kind, [source.address, target.address], change)
        }
    }

    private func resolved(
        _ kind: ResolvedChange.Kind, _ endpoints: [EndpointAddress], _ change: WantedChange
    ) -> ResolvedChange {
        ResolvedChange(kind: kind, endpoints: endpoints, source: change.line)
    }

    private func label(
        _ whose: Located<String>?, _ text: Located<String>, _ endpoints: [EndpointAddress], _ change: WantedChange
    ) -> ResolvedChange? {
        let template: LabelTemplate
        do throws(ReferenceError) {
            template = try LabelTemplate(text.value)
        } catch {
            notes.note(text.line, error.description)
            return nil
        }
        guard let whose else { return resolved(.label(nil, template), endpoints, change) }
        return member(whose).map { resolved(.label($0, template), endpoints, change) }
    }

    private func member(_ text: Located<String>) -> MemberID? {
        do throws(ReferenceError) {
            return try directory.resolve(member: text.value, hinting: hints).id
        } catch {
            notes.note(text.line, error.description)
            return nil
        }
    }

    private func endpoint(_ text: Located<String>) -> LineEndpoint? {
        do throws(ReferenceError) {
            return try directory.resolve(endpoint: text.value, hinting: hints)
        } catch {
            notes.note(text.line, error.description)
            return nil
        }
    }

    /// nil selects everything. A selector that selects nothing is a mistake of somebody's.
    private func select(_ selector: Selector?) -> [EndpointAddress] {
        guard let selector else { return directory.ordered.map(\.address) }
        let before = notes.problems.count
        let wanted = Set(selector.endpoints.compactMap { endpoint($0)?.address })
        let except = Set(selector.except.compactMap { endpoint($0)?.address })
        let locations = Set(directory.members.values.compactMap { $0.member.location?.name })
        let folded = Set(locations.map { $0.lowercased() })
        for location in selector.locations where !folded.contains(location.value.lowercased()) {
            let hint = Hint.text(for: location.value, among: locations)
            notes.note(location.line, "nobody with a line is in a location \"\(location.value)\"\(hint)")
        }
        let found = directory.ordered.filter { endpoint in
            (selector.endpoints.isEmpty || wanted.contains(endpoint.address)) && !except.contains(endpoint.address)
                && selects(selector, endpoint)
        }
        if found.isEmpty, notes.problems.count == before { notes.note(selector.line, "selects no endpoint") }
        return found.map(\.address)
    }

    private func selects(_ selector: Selector, _ endpoint: LineEndpoint) -> Bool {
        let owner = directory.owner(of: endpoint)
        let model = endpoint.model
        return any(selector.kinds) { $0.covers(endpoint) }
            && any(selector.locations) { $0.value.lowercased() == owner?.location?.name.lowercased() }
            && any(selector.models) {
                [model.name.lowercased(), model.displayName.lowercased()].contains($0.value.lowercased())
            }
            && any(selector.names) { owner?.fullName.lowercased().contains($0.lowercased()) ?? false }
            && any(selector.tags) { endpoint.tags.contains($0) }
    }

    private func any<Value>(_ values: [Value], _ holds: (Value) -> Bool) -> Bool {
        values.isEmpty || values.contains(where: holds)
    }
}

extension Selector.Kind {
    fileprivate func covers(_ endpoint: LineEndpoint) -> Bool {
        switch self {
        case .app: !endpoint.address.isDevice
        case .device: endpoint.address.isDevice
        case .phone: endpoint.address.isDevice && endpoint.model.family != .analogueAdapter
        case .adapter: endpoint.model.family == .analogueAdapter
        }
    }
}
