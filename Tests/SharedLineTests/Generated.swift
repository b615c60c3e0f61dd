// SPDX-License-Identifier: Apache-2.0

import SharedLine

/// SplitMix64: the same seed makes the same cases on every machine, so that a failure can be seen again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &self) < percent
    }
}

/// Lists as a store may hold them and edits as clients may send them.
enum Generated {
    /// How many cases each property is tried on.
    static let cases = 2_500

    /// Members 1 to 24: people, workspaces and virtual lines of two locations, all fit to be shared.
    static let pool: [Member] = (1...24).map { number in
        Sample.member(
            UInt32(number), kind: MemberKind.allCases[number % 3],
            at: number.isMultiple(of: 4) ? Sample.branch : Sample.headOffice)
    }

    /// As `pool`, together with members that no list may take: of no licence, of a basic room, and one unknown.
    static let unfit: [Member] = [
        Sample.member(101, licence: nil),
        Sample.member(102, kind: .workspace, licence: .workspaces),
    ]
    static let unknown = Sample.member(103)

    private static let labels: [String?] = [
        nil, "Front desk", "a \"quoted\" one", "back\\slash", "☎️ 👩‍💼 Zürich", String(repeating: "x", count: 80),
        "\u{301}",
    ]
    private static let destinations = ["911", "+15551234567", "*55#", "12345678901234567890123"]

    /// A list that the rules would accept, owned by one of the pool, gaps and weights included.
    static func storedList(using random: inout SeededGenerator) -> MemberList {
        let models = EndpointModel.devices + [.desktopApplication]
        let model = models[Int.random(in: models.indices, using: &random)]
        var members = pool.shuffled(using: &random)
        let owner = members.removeLast()
        let room = model.maxLineCount
        let weight = random.chance(30) ? Int.random(in: 1...room, using: &random) : 1
        let sharedCount = min(Int.random(in: 0...(room - weight), using: &random), members.count)
        var gaps = room - weight - sharedCount
        var standing = Array(members.prefix(sharedCount))
        standing.insert(owner, at: random.chance(70) ? 0 : Int.random(in: 0...sharedCount, using: &random))
        var nextFree = 1
        let lines = standing.map { member -> (Member, Line) in
            if gaps > 0, random.chance(30) {
                let gap = Int.random(in: 1...gaps, using: &random)
                gaps -= gap
                nextFree += gap
            }
            let line = self.line(
                of: member, port: nextFree, weight: member == owner ? weight : 1, on: model, using: &random)
            nextFree += line.weight
            return (member, line)
        }
        return Sample.list(lines, owner: owner, model: model)
    }

    private static func line(
        of member: Member, port: Int, weight: Int, on model: EndpointModel, using random: inout SeededGenerator
    ) -> Line {
        Sample.line(
            member, port: port, weight: weight, label: labels[Int.random(in: labels.indices, using: &random)],
            hotline: random.chance(25) ? destinations[Int.random(in: destinations.indices, using: &random)] : nil,
            allowsCallDecline: random.chance(70), t38: model.supportsT38 && random.chance(50))
    }

    /// What a client sends back of a list that it has read; an element may come in any order.
    static func ownEdit(
        of list: MemberList, by family: Family, using random: inout SeededGenerator
    ) -> MemberListEdit {
        let lines = list.entries.map { WantedLine.asRead($0, on: list, by: family) }
        return MemberListEdit(random.chance(50) ? lines.shuffled(using: &random) : lines, by: family)
    }

    /// An edit with right and wrong lines, overlaps, gaps and members left out: some are accepted, some are not.
    static func anyEdit(of list: MemberList, using random: inout SeededGenerator) -> MemberListEdit {
        let room = list.endpoint.model.maxLineCount
        let owner = list.endpoint.owner
        var lines = pool.shuffled(using: &random).filter { $0 != owner }
            .prefix(Int.random(in: 0...max(1, room / 2), using: &random))
            .map { member -> WantedLine in
                if random.chance(50), let entry = list.entries.first(where: { $0.member == member }) {
                    return .asRead(entry, on: list, by: .device)
                }
                return .shared(member, port: Int.random(in: 1...room, using: &random))
            }
        if random.chance(75) {
            let port = random.chance(60) ? 1 : Int.random(in: 1...room, using: &random)
            lines.append(.primary(owner, port: port, weight: random.chance(80) ? 1 : 2))
        }
        lines = lines.map { embellish($0, using: &random) }.shuffled(using: &random)
        if random.chance(10), let first = lines.first { lines.append(first) }
        if random.chance(5) { lines.append(.shared(unknown, port: 1)) }
        if random.chance(5) { lines.append(.shared(unfit[0], port: 1)) }
        if random.chance(5) { lines.append(.shared(unfit[1], port: 1)) }
        let family = Family.allCases[Int.random(in: 0..<3, using: &random)]
        return MemberListEdit(lines, by: family)
    }

    private static func embellish(_ wanted: WantedLine, using random: inout SeededGenerator) -> WantedLine {
        wanted.with { line in
            if random.chance(40) {
                line.lineLabel = .value(labels[Int.random(in: labels.indices, using: &random)] ?? "")
            }
            if random.chance(30) { line.allowsCallDecline = .value(random.chance(50)) }
            if random.chance(20) {
                line.hotlineEnabled = .value(random.chance(80))
                line.hotlineDestination = .value(random.chance(90) ? .digits("911") : .asStored)
            } else if random.chance(10) {
                line.hotlineEnabled = .value(false)
                line.hotlineDestination = .value(.digits(random.chance(50) ? "911" : ""))
            }
            if random.chance(3) { line.lineLabel = .invalid }
            if random.chance(2) { line.port = .leftOut }
        }
    }

    /// A snapshot that knows the pool and the unfit; each shared line stands on so many endpoints.
    static func snapshot(_ list: MemberList, endpointCount: Int = 1) -> MemberListSnapshot {
        Sample.snapshot(list, knowing: pool + unfit, endpointCount: endpointCount)
    }
}
