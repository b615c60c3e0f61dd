// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import SharedLine
public import WebexWire

/// A plan as it is kept: every list before and after, so that it can be carried out later, by somebody else, or backwards.
public struct PlanFile: Hashable, Sendable, Decodable {
    /// Of this layout. A program refuses a format that it does not know.
    public static let currentFormat = 1

    public let format: Int
    /// Names this making of a plan: repeats of its requests are recognised by it.
    public let id: UUID
    /// The base URL at which the lists were read, and are to be written.
    public let server: String
    public let changes: [Change]
    public let warnings: [String]

    /// One list.
    public struct Change: Hashable, Sendable, Decodable {
        public let endpoint: WebexID
        /// The member whose endpoint it is.
        public let owner: WebexID
        /// For people.
        public let title: String
        public let location: String?
        public let model: String
        public let maxLineCount: Int
        public let eTag: String?
        public let before: [Key]
        public let after: [Key]
    }

    /// One line. What is as most lines have it is left out.
    public struct Key: Hashable, Sendable, Decodable {
        public let member: WebexID
        /// For people: name and extension.
        public let name: String
        public let port: Int
        public let weight: Int?
        public let label: String?
        public let hotline: String?
        public let allowDecline: Bool?
        public let t38: Bool?
    }

    /// - Parameters:
    ///   - id: new for every making.
    ///   - server: where the lists were read.
    public init(_ plan: Plan, of directory: LineDirectory, id: UUID, server: String) {
        format = Self.currentFormat
        self.id = id
        self.server = server
        changes = plan.changes.map { Change($0, of: directory) }
        warnings = plan.warnings.map(\.text)
    }

    private init(id: UUID, server: String, changes: [Change]) {
        format = Self.currentFormat
        self.id = id
        self.server = server
        self.changes = changes
        warnings = []
    }

    /// The plan that puts everything back. The entity tags are of lists that are gone by then.
    public func reversed(id: UUID) -> PlanFile {
        PlanFile(
            id: id, server: server,
            changes: changes.map { change in
                Change(
                    endpoint: change.endpoint, owner: change.owner, title: change.title, location: change.location,
                    model: change.model,
                    maxLineCount: change.maxLineCount, eTag: nil, before: change.after, after: change.before)
            })
    }

    /// - Throws: a `PlanFileError` where it is none, or one of a later program.
    public init(json: Data) throws {
        struct Layout: Decodable { let format: Int }
        guard let layout = try? JSONDecoder().decode(Layout.self, from: json) else { throw PlanFileError.notAPlan }
        guard layout.format == Self.currentFormat else { throw PlanFileError.format(layout.format) }
        do {
            self = try JSONDecoder().decode(PlanFile.self, from: json)
        } catch {
            throw PlanFileError.damaged
        }
    }
}

/// Why a file is no plan.
public enum PlanFileError: Error, Hashable, Sendable, CustomStringConvertible {
    case notAPlan
    case format(Int)
    case damaged

    public var description: String {
        switch self {
        case .notAPlan: "is no plan that `partyline lines plan` has written"
        case .format(let format): "is a plan of format \(format), which this version cannot read; plan again"
        case .damaged: "is a damaged plan; plan again"
        }
    }
}

extension PlanFile.Change {
    init(_ change: ListChange, of directory: LineDirectory) {
        endpoint = change.endpoint.address.webexID
        owner = WebexID(
            directory.owner(of: change.endpoint)?.kind.idKind ?? .person, change.endpoint.owner.uuid)
        title = directory.title(of: change.endpoint)
        location = directory.owner(of: change.endpoint)?.location?.name
        model = change.model.name
        maxLineCount = change.model.maxLineCount
        eTag = change.eTag
        before = change.before.map { PlanFile.Key($0, of: directory) }
        after = change.after.map { PlanFile.Key($0, of: directory) }
    }

    public var address: EndpointAddress? { EndpointAddress(endpoint) }
    public var endpointModel: EndpointModel { .described(name: model, maxLineCount: maxLineCount) }

    /// nil where a line is not one: the file has been written by hand.
    public var linesBefore: [Line]? { PlanFile.lines(before) }
    public var linesAfter: [Line]? { PlanFile.lines(after) }
}

extension PlanFile {
    fileprivate static func lines(_ keys: [Key]) -> [Line]? {
        let lines = keys.compactMap(\.line)
        return lines.count == keys.count ? lines : nil
    }
}

extension PlanFile.Key {
    init(_ line: Line, of directory: LineDirectory) {
        let known = directory.member(line.member)
        member = WebexID(known?.kind.idKind ?? .person, line.member.uuid)
        name = known.map { [$0.fullName, $0.extension].compactMap(\.self).joined(separator: " ") } ?? "\(line.member)"
        port = line.port
        weight = line.weight == 1 ? nil : line.weight
        label = line.label
        hotline = line.hotline?.digits
        allowDecline = line.allowsCallDecline ? nil : false
        t38 = line.t38FaxCompression ? true : nil
    }

    public var line: Line? {
        let destination = hotline.flatMap(HotlineDestination.init)
        guard (destination == nil) == (hotline == nil), member.kind.isMember else { return nil }
        return Line(
            member: MemberID(member.uuid), port: port, weight: weight ?? 1, label: label, hotline: destination,
            allowsCallDecline: allowDecline ?? true, t38FaxCompression: t38 ?? false)
    }
}

extension WebexIDKind {
    fileprivate var isMember: Bool { MemberKind(self) != nil }
}

extension EndpointAddress {
    /// An app by its person, a device by the id that telephony has for it.
    public var webexID: WebexID {
        switch self {
        case .application(let person): WebexID(.person, person.uuid)
        case .device(let device): WebexID(.callingDevice, device.uuid)
        }
    }

    /// nil for what is neither.
    public init?(_ id: WebexID) {
        switch id.kind {
        case .person: self = .application(of: MemberID(id.uuid))
        case .callingDevice, .device: self = .device(EndpointID(id.uuid))
        default: return nil
        }
    }
}
