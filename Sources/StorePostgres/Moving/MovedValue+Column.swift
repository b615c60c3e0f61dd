// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine

extension Row {
    /// The next column's value, whatever it is.
    mutating func next(_ kind: MovedKind) throws -> MovedValue {
        switch kind {
        case .integer: (try next() as Int64?).map(MovedValue.integer) ?? .nothing
        case .truth: (try next() as Bool?).map(MovedValue.truth) ?? .nothing
        case .text: (try next() as String?).map(MovedValue.text) ?? .nothing
        case .uuid: (try next() as UUID?).map(MovedValue.uuid) ?? .nothing
        case .bytes: (try next() as Data?).map(MovedValue.bytes) ?? .nothing
        case .moment: (try next() as Date?).map { .moment(Timestamp.milliseconds($0)) } ?? .nothing
        }
    }
}

extension Value {
    /// One value alone, of a key.
    init(_ value: MovedValue, of kind: MovedKind) {
        switch kind {
        case .integer: self = .int(value.integer)
        case .truth: self = .bool(value.truth)
        case .text: self = .text(value.text)
        case .uuid: self = .uuid(value.uuid)
        case .bytes: self = .bytes(value.bytes)
        case .moment: self = .date(value.moment)
        }
    }

    /// A column of many rows.
    init(_ values: [MovedValue], of kind: MovedKind) {
        switch kind {
        case .integer: self = .ints(values.map(\.integer))
        case .truth: self = .bools(values.map(\.truth))
        case .text: self = .texts(values.map(\.text))
        case .uuid: self = .uuids(values.map(\.uuid))
        case .bytes: self = .byteStrings(values.map(\.bytes))
        case .moment: self = .dates(values.map(\.moment))
        }
    }
}

extension MovedValue {
    fileprivate var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
    fileprivate var truth: Bool? { if case .truth(let value) = self { value } else { nil } }
    fileprivate var text: String? { if case .text(let value) = self { value } else { nil } }
    fileprivate var uuid: UUID? { if case .uuid(let value) = self { value } else { nil } }
    fileprivate var bytes: Data? { if case .bytes(let value) = self { value } else { nil } }
    fileprivate var moment: Date? {
        if case .moment(let value) = self { Date(timeIntervalSince1970: Double(value) / 1000) } else { nil }
    }
}
