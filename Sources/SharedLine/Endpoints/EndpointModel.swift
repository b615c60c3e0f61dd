// SPDX-License-Identifier: Apache-2.0

/// What a kind of endpoint can do. The table of all models is the one place that a new phone is added.
public struct EndpointModel: Hashable, Sendable {
    /// The name on the wire, such as `DMS Cisco 8865`.
    public let name: String
    /// What it is called in the catalogue.
    public let displayName: String
    public let family: EndpointFamily
    public let manufacturer: String
    /// How many line ports it has; the sum of line weights cannot exceed it.
    public let maxLineCount: Int
    /// Whether its keys show a label of their own.
    public let showsLineLabels: Bool

    /// T.38 fax compression is a matter of analogue telephone adapters alone.
    public var supportsT38: Bool { family == .analogueAdapter }

    private init(
        _ name: String, _ displayName: String, _ family: EndpointFamily, lines: Int, labels: Bool = true,
        manufacturer: String = "Cisco"
    ) {
        self.name = name
        self.displayName = displayName
        self.family = family
        self.manufacturer = manufacturer
        self.maxLineCount = lines
        self.showsLineLabels = labels
    }

    /// The Webex app of a person. Only its desktop form shows shared lines.
    public static let desktopApplication = EndpointModel(
        "Business Communicator - PC", "Webex app for desktop", .application, lines: 10)

    /// Every desk phone and adapter that a device can be, in the catalogue's order.
    public static let devices: [EndpointModel] = [
        EndpointModel("DMS Cisco 6821", "Cisco 6821", .deskPhone, lines: 2),
        EndpointModel("DMS Cisco 6841", "Cisco 6841", .deskPhone, lines: 4),
        EndpointModel("DMS Cisco 6851", "Cisco 6851", .deskPhone, lines: 4),
        EndpointModel("DMS Cisco 6861", "Cisco 6861", .deskPhone, lines: 4),
        EndpointModel("DMS Cisco 6871", "Cisco 6871", .deskPhone, lines: 6),
        EndpointModel("DMS Cisco 7811", "Cisco 7811", .deskPhone, lines: 1, labels: false),
        EndpointModel("DMS Cisco 7821", "Cisco 7821", .deskPhone, lines: 2),
        EndpointModel("DMS Cisco 7832", "Cisco 7832", .deskPhone, lines: 1, labels: false),
        EndpointModel("DMS Cisco 7841", "Cisco 7841", .deskPhone, lines: 4),
        EndpointModel("DMS Cisco 7861", "Cisco 7861", .deskPhone, lines: 16),
        EndpointModel("DMS Cisco 8811", "Cisco 8811", .deskPhone, lines: 10),
        EndpointModel("DMS Cisco 8832", "Cisco 8832", .deskPhone, lines: 1, labels: false),
        EndpointModel("DMS Cisco 8841", "Cisco 8841", .deskPhone, lines: 10),
        EndpointModel("DMS Cisco 8845", "Cisco 8845", .deskPhone, lines: 10),
        EndpointModel("DMS Cisco 8851", "Cisco 8851", .deskPhone, lines: 10),
        EndpointModel("DMS Cisco 8861", "Cisco 8861", .deskPhone, lines: 10),
        EndpointModel("DMS Cisco 8865", "Cisco 8865", .deskPhone, lines: 10),
        EndpointModel("DMS Cisco 9841", "Cisco 9841", .deskPhone, lines: 4),
        EndpointModel("DMS Cisco 9851", "Cisco 9851", .deskPhone, lines: 6),
        EndpointModel("DMS Cisco 9861", "Cisco 9861", .deskPhone, lines: 10),
        EndpointModel("DMS Cisco 9871", "Cisco 9871", .deskPhone, lines: 32),
        EndpointModel("DMS Cisco 191", "Cisco ATA 191", .analogueAdapter, lines: 2, labels: false),
        EndpointModel("DMS Cisco 192", "Cisco ATA 192", .analogueAdapter, lines: 2, labels: false),
    ]

    private static let byName: [String: EndpointModel] = Dictionary(
        uniqueKeysWithValues: ([desktopApplication] + devices).map { ($0.name, $0) })

    /// A model as the answer about an endpoint describes it: what the catalogue knows of the name, with the answer's own
    /// count of line ports. One that the catalogue lacks is taken for a desk phone.
    public static func described(name: String, maxLineCount: Int) -> EndpointModel {
        guard let known = named(name) else {
            return EndpointModel(name, name, .deskPhone, lines: maxLineCount)
        }
        guard known.maxLineCount != maxLineCount else { return known }
        return EndpointModel(
            known.name, known.displayName, known.family, lines: maxLineCount, labels: known.showsLineLabels,
            manufacturer: known.manufacturer)
    }

    /// The model of that wire name, or nil where we know of none.
    public static func named(_ name: String) -> EndpointModel? {
        byName[name]
    }
}

/// What an endpoint is, as far as its behaviour differs.
public enum EndpointFamily: String, Hashable, Sendable {
    case application
    case deskPhone
    /// An analogue telephone adapter (ATA).
    case analogueAdapter
}
