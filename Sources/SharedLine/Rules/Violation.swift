// SPDX-License-Identifier: Apache-2.0

/// One thing wrong with a wanted list: which element, which field, and why.
public struct Violation: Error, Hashable, Sendable {
    public let code: ErrorCode
    /// The element of the request's `members`; nil where the list as a whole is meant.
    public let index: Int?
    public let field: LineField?
    /// What is wrong: for a code of the live service its own words, which clients may compare.
    public let text: String
    /// What would be right, where the text does not say it.
    public let reason: String?

    public init(code: ErrorCode, index: Int?, field: LineField?, text: String, reason: String? = nil) {
        self.code = code
        self.index = index
        self.field = field
        self.text = text
        self.reason = reason
    }

    static func missing(_ field: LineField, at index: Int) -> Violation {
        Violation(
            code: .missingField, index: index, field: field,
            text: "Missing Mandatory field name: members.\(field.rawValue)")
    }

    static func invalid(_ field: LineField, at index: Int, _ reason: String) -> Violation {
        Violation(
            code: .invalidField, index: index, field: field,
            text: "Invalid field value: members.\(field.rawValue)", reason: reason)
    }

    static func tooManyLines(_ model: EndpointModel, lastPort: Int, at index: Int?) -> Violation {
        Violation(
            code: .tooManyLines, index: index, field: index == nil ? nil : .port,
            text: "\(model.name) has \(model.maxLineCount) line ports; this line would end on port \(lastPort)")
    }

    /// What strict handling refuses about the list as a whole.
    static func normalisationRefused(_ text: String) -> Violation {
        Violation(code: .normalisationRefused, index: nil, field: nil, text: text)
    }
}

/// Why a list was refused: every violation of the first kind that there is any of.
public enum MemberListRefusal: Error, Hashable, Sendable {
    /// The list breaks rules of its own: 400. By element; what concerns the whole list comes last.
    case rules([Violation])
    /// The administrator would act outside of its locations: 403.
    case reach([Violation])
    /// The list is right, but a limit across lists is in its way: 409.
    case limits([Violation])

    public var violations: [Violation] {
        switch self {
        case .rules(let violations), .reach(let violations), .limits(let violations): violations
        }
    }
}
