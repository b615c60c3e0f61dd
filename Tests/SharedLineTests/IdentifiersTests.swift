// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine
import Testing

@Suite("Identifiers")
struct IdentifiersTests {
    @Test("Ids stand in the order of their bytes, which is that of their lower-case text")
    func order() {
        var random = SeededGenerator(seed: 21)
        let ids = (0..<2_000).map { _ in Self.id(random.next(), random.next()) }
        let sorted = ids.sorted()
        #expect(sorted.map(\.description) == ids.map(\.description).sorted())
    }

    @Test("A byte above 127 comes after one below, and the first byte weighs most")
    func highBytes() {
        #expect(Self.id(0x7F << 56, 0) < Self.id(0x80 << 56, 0))
        #expect(Self.id(0x00FF_FFFF_FFFF_FFFF, .max) < Self.id(1 << 56, 0))
        #expect(Self.id(0, 1) < Self.id(0, 2))
        #expect(!(Self.id(5, 5) < Self.id(5, 5)))
    }

    @Test("An id prints as the lower-case hyphenated UUID")
    func text() {
        #expect(
            Self.id(0xABCD_EF01_2345_6789, 0x89AB_CDEF_0123_4567).description == "abcdef01-2345-6789-89ab-cdef01234567")
    }

    private static func id(_ high: UInt64, _ low: UInt64) -> MemberID {
        var uuid = UUID().uuid
        withUnsafeMutableBytes(of: &uuid) { bytes in
            bytes.storeBytes(of: high.bigEndian, toByteOffset: 0, as: UInt64.self)
            bytes.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        return MemberID(UUID(uuid: uuid))
    }
}
