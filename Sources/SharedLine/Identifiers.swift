// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// The identity of one noun: a UUID that cannot be mistaken for another noun's.
///
/// The wire wraps it in Webex's base64 form (see `WebexWire`); stores keep the 16 bytes.
public struct ID<Noun>: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The 128 bits that name the noun, unique over all kinds.
    public let uuid: UUID

    public init(_ uuid: UUID) {
        self.uuid = uuid
    }

    /// The lower-case hyphenated form, as logs and the command line show it.
    public var description: String {
        // Every change writes ids by the dozen; Foundation's way goes through a C format string.
        withUnsafeBytes(of: uuid.uuid) { bytes in
            String(unsafeUninitializedCapacity: 36) { text in
                var position = 0
                for (index, byte) in bytes.enumerated() {
                    if index == 4 || index == 6 || index == 8 || index == 10 {
                        text[position] = UInt8(ascii: "-")
                        position += 1
                    }
                    text[position] = Self.digit(byte >> 4)
                    text[position + 1] = Self.digit(byte & 15)
                    position += 2
                }
                return position
            }
        }
    }

    private static func digit(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
    }

    /// Two words at once: Foundation's way takes 16 bytes one by one, and every list is looked up by them.
    public func hash(into hasher: inout Hasher) {
        withUnsafeBytes(of: uuid.uuid) { bytes in
            hasher.combine(bytes.loadUnaligned(as: UInt64.self))
            hasher.combine(bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        }
    }

    /// Byte order: the stable order that every page falls back to.
    public static func < (left: Self, right: Self) -> Bool {
        withUnsafeBytes(of: left.uuid.uuid) { leftBytes in
            withUnsafeBytes(of: right.uuid.uuid) { rightBytes in
                leftBytes.lexicographicallyPrecedes(rightBytes)
            }
        }
    }
}

public typealias OrganisationID = ID<Organisation>
public typealias LocationID = ID<Location>
/// A person, a workspace or a virtual line: whoever has a line.
public typealias MemberID = ID<Member>
/// An application or a device: whatever shows lines.
public typealias EndpointID = ID<Endpoint>
public typealias TokenID = ID<Token>
