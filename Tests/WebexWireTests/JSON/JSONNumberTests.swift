// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import WebexWire

@Suite struct JSONNumberTests {
    @Test(arguments: [
        ("0", 0), ("-0", 0), ("0.0", 0), ("0e5", 0), ("-0.00e-7", 0), ("0e99999999999999999999", 0), ("7", 7),
        ("-7", -7), ("1.0", 1), ("1e0", 1), ("1E0", 1), ("10", 10), ("1e1", 10), ("1E+1", 10), ("100e-2", 1),
        ("1.50e1", 15), ("0.001e3", 1), ("12.3400e2", 1234), ("1200e-1", 120),
        ("999999999999999999", 999_999_999_999_999_999), ("9223372036854775807", .max),
        ("-9223372036854775808", .min), ("9223372036854775807.000", .max), ("922337203685477580.7e1", .max),
        ("0.0000000000000000000000000000000001e34", 1), ("1000000000000000000000e-21", 1),
    ])
    func aWholeNumberIsAnIntegerHoweverItIsWritten(_ text: String, _ value: Int) throws {
        #expect(try number(text) == .integer(value))
    }

    @Test(arguments: [
        "0.1", "1.5", "-1.25", "1e-1", "15e-1", "1e-400", "0.10e0", "1e-99999999999999999999", "123.4500e1",
    ])
    func aFractionIsToldApart(_ text: String) throws {
        #expect(try number(text) == .fraction)
    }

    @Test(arguments: [
        "9223372036854775808", "-9223372036854775809", "1e19", "-1e19", "1e400", "1e99999999999999999999",
        "123456789012345678901234567890", "9223372036854775807.0e1", "99999999999999999999.0",
    ])
    func anIntegerBeyondAnIntIsToldApart(_ text: String) throws {
        #expect(try number(text) == .tooLarge)
    }

    @Test func everyIntegerIsReadAsWritten() throws {
        var numbers = SeededNumbers(seed: 3)
        for _ in 0..<20_000 {
            let value = Int(truncatingIfNeeded: numbers.next()) >> Int.random(in: 0..<64, using: &numbers)
            #expect(try number(String(value)) == .integer(value))
        }
    }

    private func number(_ text: String) throws -> JSONNumber {
        var reader = JSONReader(Array(text.utf8))
        guard case .number(let number) = try reader.next(), try reader.next() == .end else {
            throw TestJSON.NotAtEnd()
        }
        return number
    }
}
