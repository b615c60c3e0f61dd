// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine

extension SeedCheck {
    static let name = SeedCheck("1 to 128 characters without control characters", DirectoryRules.isName)
    static let organisationName = SeedCheck("1 to 256 characters without / and control characters") { text in
        (1...256).contains(text.unicodeScalars.count)
            && !text.unicodeScalars.contains { $0 == "/" || $0.properties.generalCategory == .control }
    }
    static let anyText = SeedCheck("a text of at most 1024 characters") { $0.unicodeScalars.count <= 1024 }
    static let digits = SeedCheck("digits, in quotes") { text in
        (1...20).contains(text.utf8.count) && text.utf8.allSatisfy(isDigit)
    }
    static let dialDigit = SeedCheck("one digit, * or #") { text in
        text.utf8.count == 1 && text.utf8.allSatisfy { isDigit($0) || "*#".utf8.contains($0) }
    }
    static let `extension` = SeedCheck("2 to 10 digits, in quotes", DirectoryRules.isExtension)
    static let phoneNumber = SeedCheck("E.164, in quotes, such as \"+18605550101\"", DirectoryRules.isPhoneNumber)
    static let email = SeedCheck("an e-mail address") { text in
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && text.utf8.count <= 254
            && !text.unicodeScalars.contains { $0.value <= 0x20 || $0 == "/" || $0.value == 0x7F }
    }
    static let country = SeedCheck("an ISO 3166 country of two capital letters, such as US") { text in
        text.utf8.count == 2 && text.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    }
    static let timeZone = SeedCheck("an IANA time zone, such as America/New_York") { text in
        !text.isEmpty && text.utf8.count <= 64
            && text.utf8.allSatisfy { isLetter($0) || isDigit($0) || "/_+-".utf8.contains($0) }
    }
    static let locale = SeedCheck("a locale, such as en_US") { text in
        (2...16).contains(text.utf8.count) && text.utf8.allSatisfy { isLetter($0) || $0 == UInt8(ascii: "_") }
    }
    static let mac = SeedCheck("12 upper-case hexadecimal digits, in quotes") { text in
        text.utf8.count == 12
            && text.utf8.allSatisfy { isDigit($0) || (UInt8(ascii: "A")...UInt8(ascii: "F")).contains($0) }
    }
    static let moment = SeedCheck("ISO 8601 in UTC, such as \"2026-01-05T08:00:00Z\"") { date(from: $0) != nil }
    static let model = SeedCheck("a model of the catalogue, such as DMS Cisco 8865") { text in
        EndpointModel.devices.contains { $0.name == text }
    }
    static let deviceOwner = SeedCheck("\"person:EMAIL\" or \"workspace:NAME\"") { text in
        text.hasPrefix("person:") || text.hasPrefix("workspace:")
    }
    static let member = SeedCheck("\"person:EMAIL\", \"workspace:NAME\" or \"virtualLine:FIRST LAST\"") { text in
        deviceOwner.passes(text) || text.hasPrefix("virtualLine:")
    }
    static let endpoint = SeedCheck("\"app:EMAIL\" or \"device:MAC\"") { text in
        text.hasPrefix("app:") || text.hasPrefix("device:")
    }

    static func date(from text: String) -> Date? {
        try? Date(text, strategy: .iso8601)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}

/// Webex's workspace types.
enum SeedWorkspaceType: String, CaseIterable {
    case notSet, focus, huddle, meetingRoom, open, desk, other
}
