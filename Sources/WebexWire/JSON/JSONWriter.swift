// SPDX-License-Identifier: Apache-2.0

/// Writes JSON straight into bytes. What a closure can call decides what can be written, so that the result is always
/// JSON: fields within an object, elements within an array, and a Swift string has no half surrogates.
public enum JSONWriter {
    /// The bytes of one object.
    public static func object(
        reservingCapacity capacity: Int = 512, _ write: (inout JSONObjectWriter) -> Void
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(capacity)
        bytes.appendObject(write)
        return bytes
    }

    /// The bytes of one array.
    public static func array(
        reservingCapacity capacity: Int = 512, _ write: (inout JSONArrayWriter) -> Void
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(capacity)
        bytes.appendArray(write)
        return bytes
    }
}

/// An object that is being written. Keys are literals; each should be written once.
public struct JSONObjectWriter {
    fileprivate var bytes: [UInt8]
    private var isEmpty = true

    fileprivate init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    public mutating func field(_ key: StaticString, _ value: String) {
        appendKey(key)
        bytes.appendQuoted(value)
    }

    public mutating func field(_ key: StaticString, _ value: Int) {
        appendKey(key)
        bytes.appendInteger(value)
    }

    public mutating func field(_ key: StaticString, _ value: Bool) {
        appendKey(key)
        bytes.appendBool(value)
    }

    public mutating func field(_ key: StaticString, _ value: WebexID) {
        appendKey(key)
        bytes.appendID(value)
    }

    /// Leaves the key out where there is no value.
    public mutating func optionalField(_ key: StaticString, _ value: String?) {
        if let value { field(key, value) }
    }

    /// Leaves the key out where there is no value.
    public mutating func optionalField(_ key: StaticString, _ value: Int?) {
        if let value { field(key, value) }
    }

    /// Leaves the key out where there is no value.
    public mutating func optionalField(_ key: StaticString, _ value: Bool?) {
        if let value { field(key, value) }
    }

    /// Takes a text that is one JSON value already: the one way to write what is not, so it never comes from a request.
    mutating func field(_ key: StaticString, json: String) {
        appendKey(key)
        bytes.append(contentsOf: json.utf8)
    }

    public mutating func nullField(_ key: StaticString) {
        appendKey(key)
        bytes.append(contentsOf: "null".utf8)
    }

    public mutating func object(_ key: StaticString, _ write: (inout JSONObjectWriter) -> Void) {
        appendKey(key)
        bytes.appendObject(write)
    }

    public mutating func array(_ key: StaticString, _ write: (inout JSONArrayWriter) -> Void) {
        appendKey(key)
        bytes.appendArray(write)
    }

    private mutating func appendKey(_ key: StaticString) {
        if !isEmpty { bytes.append(UInt8(ascii: ",")) }
        isEmpty = false
        bytes.append(UInt8(ascii: "\""))
        key.withUTF8Buffer { bytes.appendEscaped($0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }
}

/// An array that is being written.
public struct JSONArrayWriter {
    fileprivate var bytes: [UInt8]
    private var isEmpty = true

    fileprivate init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    public mutating func element(_ value: String) {
        appendSeparator()
        bytes.appendQuoted(value)
    }

    public mutating func element(_ value: Int) {
        appendSeparator()
        bytes.appendInteger(value)
    }

    public mutating func element(_ value: Bool) {
        appendSeparator()
        bytes.appendBool(value)
    }

    public mutating func element(_ value: WebexID) {
        appendSeparator()
        bytes.appendID(value)
    }

    public mutating func object(_ write: (inout JSONObjectWriter) -> Void) {
        appendSeparator()
        bytes.appendObject(write)
    }

    public mutating func array(_ write: (inout JSONArrayWriter) -> Void) {
        appendSeparator()
        bytes.appendArray(write)
    }

    private mutating func appendSeparator() {
        if !isEmpty { bytes.append(UInt8(ascii: ",")) }
        isEmpty = false
    }
}

extension [UInt8] {
    /// The bytes move into the inner writer and back, so that they are never copied.
    fileprivate mutating func appendObject(_ write: (inout JSONObjectWriter) -> Void) {
        append(UInt8(ascii: "{"))
        var inner = JSONObjectWriter([])
        swap(&self, &inner.bytes)
        write(&inner)
        swap(&self, &inner.bytes)
        append(UInt8(ascii: "}"))
    }

    fileprivate mutating func appendArray(_ write: (inout JSONArrayWriter) -> Void) {
        append(UInt8(ascii: "["))
        var inner = JSONArrayWriter([])
        swap(&self, &inner.bytes)
        write(&inner)
        swap(&self, &inner.bytes)
        append(UInt8(ascii: "]"))
    }

    fileprivate mutating func appendID(_ id: WebexID) {
        append(UInt8(ascii: "\""))
        id.append(to: &self)
        append(UInt8(ascii: "\""))
    }

    fileprivate mutating func appendBool(_ value: Bool) {
        append(contentsOf: value ? "true".utf8 : "false".utf8)
    }

    fileprivate mutating func appendInteger(_ value: Int) {
        if (0...9).contains(value) {
            append(UInt8(ascii: "0") + UInt8(value))
        } else {
            append(contentsOf: String(value).utf8)
        }
    }

    fileprivate mutating func appendQuoted(_ value: String) {
        append(UInt8(ascii: "\""))
        let isDone: Void? = value.utf8.withContiguousStorageIfAvailable { appendEscaped($0) }
        if isDone == nil { Array(value.utf8).withUnsafeBufferPointer { appendEscaped($0) } }
        append(UInt8(ascii: "\""))
    }

    /// Appends what needs no escape in runs, not byte by byte.
    fileprivate mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        var runStart = 0
        for (index, byte) in text.enumerated()
        where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
            append(contentsOf: text[runStart..<index])
            appendEscape(byte)
            runStart = index + 1
        }
        append(contentsOf: text[runStart...])
    }

    private mutating func appendEscape(_ byte: UInt8) {
        append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: append(UInt8(ascii: "b"))
        case 0x09: append(UInt8(ascii: "t"))
        case 0x0A: append(UInt8(ascii: "n"))
        case 0x0C: append(UInt8(ascii: "f"))
        case 0x0D: append(UInt8(ascii: "r"))
        case 0..<0x20:
            let digits = Array("0123456789abcdef".utf8)
            append(contentsOf: "u00".utf8)
            append(digits[Int(byte >> 4)])
            append(digits[Int(byte & 15)])
        default: append(byte)
        }
    }
}
