// SPDX-License-Identifier: Apache-2.0

import LineService
import SharedLine

/// The query of a request: names and values decoded, repeated names in order.
struct QueryItems: Sendable {
    private let items: [(name: String, value: String)]

    /// - Parameter query: what follows the `?`, as it was sent.
    init(_ query: String?) throws(ServiceError) {
        guard let query, !query.isEmpty else {
            items = []
            return
        }
        var items: [(name: String, value: String)] = []
        for part in query.utf8.split(separator: UInt8(ascii: "&")) {
            let pair = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decode(pair[0], plusIsSpace: true),
                let value = pair.count > 1 ? PercentEncoding.decode(pair[1], plusIsSpace: true) : ""
            else {
                throw .invalid([.invalid("query", "percent-encoded UTF-8")])
            }
            items.append((name, value))
        }
        self.items = items
    }

    var isEmpty: Bool { items.isEmpty }

    /// The first value of any of these spellings; an empty one counts as not sent.
    func text(_ names: String...) -> String? {
        items.first { names.contains($0.name) && !$0.value.isEmpty }?.value
    }

    /// Every value of that name, given repeatedly or parted by commas.
    func texts(_ name: String) -> [String] {
        values(name).flatMap { $0.split(separator: ",").map(String.init) }
    }

    /// Every value of that name, whatever it holds; empty ones count as not sent.
    func values(_ name: String) -> [String] {
        items.filter { $0.name == name && !$0.value.isEmpty }.map(\.value)
    }

    func flag(_ name: String) throws(ServiceError) -> Bool? {
        switch text(name)?.lowercased() {
        case nil: return nil
        case "true": return true
        case "false": return false
        default: throw .invalid([.invalid(name, "true or false")])
        }
    }

    /// One of the values that stand for something; anything else is refused with what there is to choose from.
    func choice<Value>(_ name: String, _ values: KeyValuePairs<String, Value>) throws(ServiceError) -> Value? {
        guard let text = text(name) else { return nil }
        guard let found = values.first(where: { $0.key == text }) else {
            throw .invalid([.invalid(name, "one of " + values.map(\.key).joined(separator: ", "))])
        }
        return found.value
    }

    func number(_ name: String) throws(ServiceError) -> Int? {
        guard let text = text(name) else { return nil }
        let number = Int(text) ?? Double(text).flatMap(Int.init(exactly:))
        guard let number, number >= 0 else { throw .invalid([.invalid(name, "a whole number from 0")]) }
        return number
    }

    /// `start` and `max`; a `max` above the operation's limit is brought down to it silently, as Webex does.
    func page(limit: Int, default defaultMax: Int? = nil) throws(ServiceError) -> Page {
        let start = try number("start") ?? 0
        let max = try number("max") ?? defaultMax ?? limit
        // Far above any collection, and adding a page to it cannot overflow.
        guard start <= 1_000_000_000 else { throw .invalid([.invalid("start", "at most 1000000000")]) }
        return Page(start: start, max: min(max, limit))
    }

    /// The same query with another value in place of all of that name.
    func replacing(_ name: String, with value: String) -> String {
        (items.filter { $0.name != name } + [(name, value)])
            .map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
            .joined(separator: "&")
    }
}

/// RFC 3986's percent-encoding over UTF-8.
enum PercentEncoding {
    /// nil where the escapes are broken or the bytes are no UTF-8.
    static func decode(_ bytes: Substring.UTF8View, plusIsSpace: Bool) -> String? {
        guard bytes.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
            return String(Substring(bytes))
        }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+") where plusIsSpace:
                decoded.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(hexValue), let low = rest.popFirst().flatMap(hexValue) else {
                    return nil
                }
                decoded.append(high << 4 | low)
            default:
                decoded.append(byte)
            }
        }
        return String(validating: decoded, as: UTF8.self)
    }

    static func encode(_ text: String) -> String {
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            if isUnreserved(byte) {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "%"), hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    private static let hexDigits = Array("0123456789ABCDEF".utf8)

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
