// SPDX-License-Identifier: Apache-2.0

import SharedLine
import Testing

@Suite("Lines and hotline destinations")
struct LineTests {
    @Test("A destination is 1 to 23 digits, +, * or #", arguments: ["0", "+49", "*67#", "12345678901234567890123"])
    func destination(digits: String) {
        #expect(HotlineDestination(digits)?.digits == digits)
    }

    @Test(
        "Nothing else is a destination",
        arguments: [
            "", " ", "1 2", "a", "-1", "1.2", "12345678901234567890１", "123456789012345678901234", "\u{0}", "🔢",
        ])
    func noDestination(digits: String) {
        #expect(HotlineDestination(digits) == nil)
    }

    @Test("A line ends on its first port plus its weight less one")
    func lastPort() {
        #expect(Sample.line(Sample.owner, port: 3, weight: 1).lastPort == 3)
        #expect(Sample.line(Sample.owner, port: 3, weight: 4).lastPort == 6)
    }

    @Test("A new endpoint starts with its owner on port 1, declining, without label, hotline or T.38")
    func primaryOwner() {
        #expect(Line.primaryOwner(Sample.owner.id) == Sample.line(Sample.owner, port: 1))
    }

    @Test("An edit names each member of its readable ids, in order")
    func namedMembers() {
        let lines: [WantedLine] = [.primary(), WantedLine(), .shared(Sample.member(2), port: 2)]
        #expect(MemberListEdit(lines).namedMembers == [Sample.memberID(1), Sample.memberID(2)])
    }
}
