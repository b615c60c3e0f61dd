// SPDX-License-Identifier: Apache-2.0

public import SharedLine

/// Many member lists to be replaced at once.
public struct Plan: Sendable {
    /// One of the lists, as far as the request could be understood.
    public struct Item: Sendable {
        /// What stands for the endpoint; nil where it was left out or is no id.
        public let name: EndpointName?
        /// The versions that it may replace; nil where that was left out or is no entity tag.
        public let match: EditCondition.Match?
        /// nil where the members were left out.
        let wish: Wish?

        public init(name: EndpointName?, match: EditCondition.Match?, edit: MemberListEdit?) {
            self.name = name
            self.match = match
            wish = edit.map(Wish.edit)
        }

        /// Puts a list back as it was before that change, while nobody has changed it since.
        init(undoing change: Change) throws {
            name = .either(EndpointID(change.subject.id))
            match = .versions(change.version.map { [$0] } ?? [])
            wish = .restore(try LineRecord.lines(from: change.before ?? "[]"))
        }
    }

    /// What a list is to become.
    enum Wish: Sendable {
        case edit(MemberListEdit)
        /// Exactly these lines, which stood on it once.
        case restore([Line])

        /// The members that a snapshot for it must hold.
        var namedMembers: [MemberID] {
            switch self {
            case .edit(let edit): edit.namedMembers
            case .restore(let lines): lines.map(\.member)
            }
        }

        func edit(of list: MemberList) -> MemberListEdit {
            switch self {
            case .edit(let edit): edit
            case .restore(let lines): MemberListEdit(restoring: lines, of: list)
            }
        }
    }

    public let items: [Item]

    public init(items: [Item]) {
        self.items = items
    }
}

/// What became, or would become, of one list of a plan.
public struct PlannedList: Sendable {
    public let decision: MemberListDecision
    /// What it was decided on.
    public let snapshot: MemberListSnapshot

    /// The list's version afterwards.
    public var version: Int64 { snapshot.list.version + (decision.isChange ? 1 : 0) }
}

/// One thing against a plan, and the list that it is about.
public struct PlanObjection: Error, Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
        /// A field beside the members: `endpointId`, `etag` or `members` itself.
        case field(FieldError)
        case gone(ChangeSubject)
        case rule(Violation)
        /// The endpoint is outside of the administrator's locations.
        case endpointOutside
        case reach(Violation)
        case limit(Violation)
        /// The list has another version than the plan was made on.
        case stale(Endpoint, current: Int64)
    }

    /// The place among the plan's lists.
    public let list: Int
    public let reason: Reason
    /// nil where the list was not found.
    public let endpoint: Endpoint?

    init(_ list: Int, _ reason: Reason, _ endpoint: Endpoint? = nil) {
        self.list = list
        self.reason = reason
        self.endpoint = endpoint
    }
}
