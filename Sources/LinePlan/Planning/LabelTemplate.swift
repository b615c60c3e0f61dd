// SPDX-License-Identifier: Apache-2.0

import SharedLine

/// A label with places for what is known of the member.
struct LabelTemplate: Hashable {
    private enum Part: Hashable {
        case text(String)
        case place(String)
    }

    static let places = ["name", "firstName", "lastName", "extension", "number", "esn", "location"]

    private let parts: [Part]

    init(_ text: String) throws(ReferenceError) {
        var parts: [Part] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            guard let close = rest[open...].firstIndex(of: "}") else {
                throw ReferenceError("a { in the label is never closed")
            }
            let name = String(rest[rest.index(after: open)..<close])
            guard Self.places.contains(name) else {
                throw ReferenceError(
                    "a label has no {\(name)}\(Hint.text(for: name, among: Self.places)); there is "
                        + Self.places.map { "{\($0)}" }.joined(separator: ", "))
            }
            parts += [.text(String(rest[..<open])), .place(name)]
            rest = rest[rest.index(after: close)...]
        }
        self.parts = parts + [.text(String(rest))]
    }

    /// nil where nothing is left of it.
    func text(for member: Member) -> String? {
        let text = parts.map { part in
            switch part {
            case .text(let text): text
            case .place(let name): Self.value(name, of: member)
            }
        }.joined().trimmed
        return text.isEmpty ? nil : text
    }

    private static func value(_ place: String, of member: Member) -> String {
        switch place {
        case "name": member.fullName
        case "firstName": member.firstName
        case "lastName": member.lastName
        case "extension": member.extension ?? ""
        case "number": member.phoneNumber ?? ""
        case "esn": member.esn ?? ""
        default: member.location?.name ?? ""
        }
    }
}
