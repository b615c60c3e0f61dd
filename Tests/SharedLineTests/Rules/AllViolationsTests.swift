// SPDX-License-Identifier: Apache-2.0

import SharedLine
import Testing

/// Faults are planted in a list that is otherwise right; the refusal must name these and no others.
@Suite("All violations at once")
struct AllViolationsTests {
    /// One way to spoil a shared line of an app, and what it must be called.
    private struct Spoiling: Sendable {
        let field: LineField
        let code: ErrorCode
        /// Faults of who the member is can only be seen on a member that is known.
        let needsMember: Bool
        let spoil: @Sendable (inout WantedLine) -> Void

        init(
            _ field: LineField, _ code: ErrorCode, needsMember: Bool = false,
            _ spoil: @escaping @Sendable (inout WantedLine) -> Void
        ) {
            self.field = field
            self.code = code
            self.needsMember = needsMember
            self.spoil = spoil
        }
    }

    private static func named(_ member: Member) -> Wanted<WantedMember> {
        .value(WantedMember(id: member.id, kind: member.kind))
    }

    private static let spoilings: [Spoiling] = [
        Spoiling(.id, .missingField) { $0.member = .leftOut },
        Spoiling(.id, .invalidField) { $0.member = .invalid },
        Spoiling(.port, .missingField) { $0.port = .leftOut },
        Spoiling(.port, .invalidField) { $0.port = .value(0) },
        Spoiling(.port, .tooManyLines) { $0.port = .value(99) },
        Spoiling(.primaryOwner, .missingField) { $0.primaryOwner = .leftOut },
        Spoiling(.primaryOwner, .invalidField) { $0.primaryOwner = .invalid },
        Spoiling(.primaryOwner, .invalidField, needsMember: true) { $0.primaryOwner = .value(true) },
        Spoiling(.lineType, .missingField) { $0.lineType = .leftOut },
        Spoiling(.lineType, .invalidField) { $0.lineType = .invalid },
        Spoiling(.lineType, .invalidField, needsMember: true) { $0.lineType = .value(.primary) },
        Spoiling(.lineWeight, .missingField) { $0.lineWeight = .leftOut },
        Spoiling(.lineWeight, .invalidField) { $0.lineWeight = .value(-1) },
        Spoiling(.lineWeight, .invalidField, needsMember: true) { $0.lineWeight = .value(2) },
        Spoiling(.lineLabel, .textTooLong) { $0.lineLabel = .value(String(repeating: "x", count: 81)) },
        Spoiling(.lineLabel, .invalidField) { $0.lineLabel = .value("a\tb") },
        Spoiling(.hotlineEnabled, .invalidField) { $0.hotlineEnabled = .invalid },
        Spoiling(.hotlineDestination, .missingField) { $0.hotlineEnabled = .value(true) },
        Spoiling(.hotlineDestination, .invalidField) { $0.hotlineDestination = .invalid },
        Spoiling(.allowCallDeclineEnabled, .invalidField) { $0.allowsCallDecline = .invalid },
        Spoiling(.t38FaxCompressionEnabled, .t38Unsupported) { $0.t38FaxCompression = .value(true) },
    ]

    @Test("Every planted fault is named by element, field and code, and nothing else is")
    func plantedFaults() throws {
        var random = SeededGenerator(seed: 11)
        var faultCount = 0
        for number in 0..<Generated.cases {
            // Every second port, so that no line of weight 2 reaches the next or the end.
            var lines: [WantedLine] = [.primary(Generated.pool[0], port: 1)]
            lines += (1...4).map { .shared(Generated.pool[$0], port: 1 + 2 * $0) }
            var expected: Set<Fault> = []
            for index in 1...4 {
                for spoiling in Self.choice(using: &random) {
                    spoiling.spoil(&lines[index])
                    expected.insert(Fault(index, spoiling.field, spoiling.code))
                }
            }
            let list = Sample.list(owner: Generated.pool[0])
            let result = MemberListRules.decide(
                MemberListEdit(lines), on: Generated.snapshot(list), reach: .everywhere)
            faultCount += expected.count
            if expected.isEmpty {
                try #require(result.decision != nil, "case \(number)")
            } else {
                let faults = try #require(result.ruleFaults, "case \(number)")
                try #require(Set(faults) == expected, "case \(number)")
                try #require(faults.count == expected.count, "case \(number): each once")
                let indexes = faults.compactMap(\.index)
                try #require(indexes == indexes.sorted(), "case \(number): in the order of the request")
            }
        }
        #expect(faultCount > Generated.cases)
    }

    /// A few spoilings of different fields that do not hide one another.
    private static func choice(using random: inout SeededGenerator) -> [Spoiling] {
        var fields: Set<LineField> = []
        let chosen = spoilings.shuffled(using: &random).prefix(Int.random(in: 0...4, using: &random))
            .filter { fields.insert($0.field).inserted }
        let hidesMember = chosen.contains { $0.field == .id }
        let missesDestination = chosen.contains { $0.field == .hotlineDestination && $0.code == .missingField }
        return chosen.filter { spoiling in
            if hidesMember, spoiling.needsMember { return false }
            return !(missesDestination && spoiling.field == .hotlineEnabled)
        }
    }
}
