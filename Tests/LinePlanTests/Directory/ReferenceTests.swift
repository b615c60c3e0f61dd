// SPDX-License-Identifier: Apache-2.0

import PartylineTesting
import SharedLine
import Testing
import WebexWire

@testable import LinePlan

@Suite struct ReferenceTests {
    let town = Town()

    @Test(arguments: [
        ("person:ann@example.com", 1), ("ANN@example.com", 1), ("+18605550101", 1), ("18605550101", 1),
        ("number:+18605550101", 1), ("1002", 2), ("extension:1002", 2), ("extension:1001@Boston", 3),
        ("1001@Boston", 3), ("1001@hartford", 1),
        ("Ben Zoń", 2), ("person:Ben Zoń", 2), ("workspace:Lobby", 4), ("Lobby", 4), ("virtualLine:Service Desk", 6),
        (" Service Desk ", 6),
    ])
    func aMemberIsFoundByWhateverItIsCalled(text: String, number: Int) throws {
        #expect(try town.directory.resolve(member: text).id == MemberID(Samples.uuid("member", number)))
    }

    @Test func aMemberIsFoundByItsId() throws {
        let id = WebexID(.place, town.lobby.id.uuid)
        #expect(try town.directory.resolve(member: "\(id)") == town.lobby)
        #expect(try town.directory.resolve(member: "id:\(id)") == town.lobby)
        #expect(throws: ReferenceError.self) {
            try town.directory.resolve(member: "\(WebexID(.person, town.lobby.id.uuid))")
        }
    }

    @Test func anExtensionOfTwoLocationsNamesBothMembers() {
        #expect {
            try town.directory.resolve(member: "1001")
        } throws: { error in
            "\(error)" == "\"1001\" may be any of person:ann@example.com, person:cem@example.com; name one of these"
        }
    }

    @Test func aMisspeltAddressIsAnsweredWithTheNearestOne() {
        #expect {
            try town.directory.resolve(member: "anm@example.com")
        } throws: { error in
            "\(error)" == "nobody with a line is \"anm@example.com\"; did you mean ann@example.com?"
        }
    }

    @Test(arguments: [
        ("app:ann@example.com", "app:ann@example.com"), ("app:person:ann@example.com", "app:ann@example.com"),
        ("device:00005E000001", "device:00005E000001"), ("00:00:5e:00:00:01", "device:00005E000001"),
        ("device:ann@example.com", "device:00005E000001"),
    ])
    func anEndpointIsFoundByOwnerOrMAC(text: String, name: String) throws {
        #expect(town.directory.text(of: try town.directory.resolve(endpoint: text)) == name)
    }

    @Test(arguments: [
        ("device:Lobby", "Lobby has 2 devices: name one of device:00005E000004, device:00005E000003"),
        ("device:cem@example.com", "Cem Ünal has no device"),
        ("app:Lobby", "Lobby has no app: only people with calling have one"),
        ("00005EFFFFFF", "no device has the MAC address 00005EFFFFFF"),
        ("phone", "\"phone\" names no endpoint: write app:EMAIL or device:MAC"),
    ])
    func anEndpointThatIsNotOneSaysWhy(text: String, reason: String) {
        #expect {
            try town.directory.resolve(endpoint: text)
        } throws: {
            "\($0)" == reason
        }
    }

    @Test func whatAMemberIsCalledInAFileFindsItAgain() throws {
        for member in town.directory.members.values {
            #expect(try town.directory.resolve(member: town.directory.text(of: member.member)) == member.member)
        }
    }

    @Test func twoWorkspacesOfOneNameAreCalledByTheirIds() throws {
        let twins = [7, 8].map { number in
            DirectoryMember(
                member: Samples.member(number, .workspace, firstName: "Twin", extension: "77\(number)"), email: nil)
        }
        let directory = LineDirectory(members: twins, endpoints: [])
        for twin in twins {
            #expect(directory.text(of: twin.member).hasPrefix("id:"))
            #expect(try directory.resolve(member: directory.text(of: twin.member)) == twin.member)
        }
    }
}
