// SPDX-License-Identifier: Apache-2.0

extension JSONScanner {
    /// Reads a number and says whether it is whole, without ever making a floating-point value of it.
    mutating func number(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSONNumber {
        let isNegative = skip(UInt8(ascii: "-"), in: bytes)
        let whole = try digits(bytes)
        if whole.count > 1, bytes[whole.lowerBound] == UInt8(ascii: "0") {
            throw JSONSyntaxError(offset: whole.lowerBound, reason: .badNumber)
        }
        let isPlain = position == bytes.count || !Self.goesOnAfterInteger(bytes[position])
        if isPlain, whole.count <= Self.alwaysFitting {
            let value = bytes[whole].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
            return .integer(isNegative ? -value : value)
        }
        var fraction = position..<position
        if skip(UInt8(ascii: "."), in: bytes) { fraction = try digits(bytes) }
        var exponent = 0
        if skip(UInt8(ascii: "e"), in: bytes) || skip(UInt8(ascii: "E"), in: bytes) {
            exponent = try self.exponent(bytes)
        }
        let decimal = Decimal(bytes: bytes, whole: whole, fraction: fraction, exponent: exponent)
        return decimal.number(isNegative: isNegative)
    }

    /// So many digits are below `Int.max` whatever they are.
    private static let alwaysFitting = 18

    private static func goesOnAfterInteger(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E")
    }

    /// One digit or more.
    private mutating func digits(_ bytes: [UInt8]) throws(JSONSyntaxError) -> Range<Int> {
        let start = position
        while position < bytes.count, Decimal.isDigit(bytes[position]) { position += 1 }
        if position == start { throw error(position < bytes.count ? .badNumber : .unexpectedEnd) }
        return start..<position
    }

    private mutating func exponent(_ bytes: [UInt8]) throws(JSONSyntaxError) -> Int {
        let isNegative = skip(UInt8(ascii: "-"), in: bytes)
        if !isNegative { _ = skip(UInt8(ascii: "+"), in: bytes) }
        var exponent = 0
        // Beyond this bound no text that fits in memory has digits enough to make up for the exponent.
        let bound = 1 << 48
        for index in try digits(bytes) where exponent < bound {
            exponent = exponent * 10 + Int(bytes[index] - UInt8(ascii: "0"))
        }
        return isNegative ? -exponent : exponent
    }
}

/// A number's digits where they stand: `whole` followed by `fraction`, times ten to the `exponent`.
private struct Decimal {
    let bytes: [UInt8]
    let whole: Range<Int>
    let fraction: Range<Int>
    let exponent: Int

    static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    func number(isNegative: Bool) -> JSONNumber {
        let scale = exponent - fraction.count
        let zeros = trailingZeros
        if zeros == whole.count + fraction.count { return .integer(0) }
        guard scale + zeros >= 0 else { return .fraction }
        var value = 0
        // Digits that the scale takes away are zeros; leading zeros leave the value at 0 and cost nothing.
        for digit in significantDigits(leavingOut: zeros) {
            guard let next = Self.appending(isNegative ? -digit : digit, to: value) else { return .tooLarge }
            value = next
        }
        for _ in 0..<min(scale + zeros, 20) {
            guard let next = Self.appending(0, to: value) else { return .tooLarge }
            value = next
        }
        return .integer(value)
    }

    private var trailingZeros: Int {
        let zero = UInt8(ascii: "0")
        let inFraction = bytes[fraction].reversed().prefix { $0 == zero }.count
        if inFraction < fraction.count { return inFraction }
        return inFraction + bytes[whole].reversed().prefix { $0 == zero }.count
    }

    private func significantDigits(leavingOut zeros: Int) -> some Sequence<Int> {
        let kept = whole.count + fraction.count - zeros
        return [bytes[whole], bytes[fraction]].joined().prefix(kept).lazy.map { Int($0 - UInt8(ascii: "0")) }
    }

    private static func appending(_ digit: Int, to value: Int) -> Int? {
        let (shifted, overflowed) = value.multipliedReportingOverflow(by: 10)
        if overflowed { return nil }
        let (sum, sumOverflowed) = shifted.addingReportingOverflow(digit)
        return sumOverflowed ? nil : sum
    }
}
