// SPDX-License-Identifier: Apache-2.0

/// Comma-separated values (RFC 4180) with the line of each row. A field in quotes may hold separators and line ends.
struct CSVReader {
    struct Row: Hashable {
        /// Where it begins, from 1.
        let line: Int
        let fields: [String]
    }

    struct Failure: Error, Hashable {
        let line: Int
        let text: String
    }

    /// The separator of the first line: spreadsheets in many countries write semicolons.
    static func separator(of text: String) -> UInt8 {
        let first = text.utf8.prefix { $0 != UInt8(ascii: "\n") }
        let candidates = [",", ";", "\t"].map { separator in UInt8(separator.utf8.first ?? 0) }
        let counts = candidates.map { candidate in first.count { $0 == candidate } }
        return zip(candidates, counts).max { $0.1 < $1.1 }?.0 ?? UInt8(ascii: ",")
    }

    /// All rows but empty ones.
    static func rows(of text: String) throws(Failure) -> [Row] {
        var reader = CSVReader(bytes: Array(text.utf8), separator: separator(of: text))
        return try reader.rows()
    }

    private let bytes: [UInt8]
    private let separator: UInt8
    private var position = 0
    private var line = 1

    private init(bytes: [UInt8], separator: UInt8) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        self.bytes = bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
        self.separator = separator
    }

    private mutating func rows() throws(Failure) -> [Row] {
        var rows: [Row] = []
        while position < bytes.count {
            let row = try row()
            if row.fields != [""] { rows.append(row) }
        }
        return rows
    }

    private mutating func row() throws(Failure) -> Row {
        let start = line
        var fields: [String] = []
        while true {
            fields.append(try field())
            guard position < bytes.count else { break }
            if bytes[position] == separator {
                position += 1
                continue
            }
            skipLineEnd()
            break
        }
        return Row(line: start, fields: fields)
    }

    private mutating func field() throws(Failure) -> String {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
            let start = position
            while position < bytes.count, bytes[position] != separator, !isLineEnd(bytes[position]) { position += 1 }
            return String(decoding: bytes[start..<position], as: UTF8.self)
        }
        return try quotedField()
    }

    private mutating func quotedField() throws(Failure) -> String {
        let start = line
        position += 1
        var content: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") {
                guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                    try expectFieldEnd()
                    return String(decoding: content, as: UTF8.self)
                }
                position += 1
            }
            if byte == UInt8(ascii: "\n") { line += 1 }
            content.append(byte)
        }
        throw Failure(line: start, text: "a quotation mark is never closed")
    }

    private func expectFieldEnd() throws(Failure) {
        guard position < bytes.count else { return }
        guard bytes[position] == separator || isLineEnd(bytes[position]) else {
            throw Failure(line: line, text: "text follows a closing quotation mark; write \"\" for one within a field")
        }
    }

    private mutating func skipLineEnd() {
        if bytes[position] == UInt8(ascii: "\r") { position += 1 }
        if position < bytes.count, bytes[position] == UInt8(ascii: "\n") { position += 1 }
        line += 1
    }

    private func isLineEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
}
