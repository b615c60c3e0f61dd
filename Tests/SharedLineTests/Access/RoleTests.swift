// SPDX-License-Identifier: Apache-2.0

import Foundation
import SharedLine
import Testing

@Suite("Roles, scopes and tokens")
struct RoleTests {
    @Test("A full administrator's token has every scope, a read-only one's every reading scope and no other")
    func wholeRoles() {
        #expect(Role.fullAdmin.defaultScopes == Set(Scope.allCases))
        #expect(Role.readOnlyAdmin.defaultScopes == Set(Scope.allCases.filter { $0.rawValue.hasSuffix("_read") }))
    }

    @Test("Who may write may read", arguments: Role.allCases.filter { $0 != .deviceAdmin })
    func writingIncludesReading(role: Role) {
        for scope in role.defaultScopes where !scope.isRead {
            let reading = scope.rawValue.replacingOccurrences(of: "_write", with: "_read")
            #expect(role.defaultScopes.map(\.rawValue).contains(reading), "\(role): \(scope)")
        }
    }

    @Test("Every role reads people and calling settings; a device administrator writes neither")
    func everyRoleReads() {
        for role in Role.allCases {
            #expect(role.defaultScopes.isSuperset(of: [.peopleRead, .telephonyConfigRead]), "\(role)")
        }
        #expect(Role.deviceAdmin.defaultScopes.isDisjoint(with: [.peopleWrite, .telephonyConfigWrite]))
    }

    @Test(
        "The three roles that edit the lists of apps have both families' scopes",
        arguments: [Role.fullAdmin, .userAdmin, .locationAdmin])
    func editors(role: Role) {
        #expect(
            role.defaultScopes.isSuperset(of: [.peopleRead, .peopleWrite, .telephonyConfigRead, .telephonyConfigWrite]))
    }

    @Test("A token opens until the moment it expires, and nothing after it was revoked")
    func goodTokens() {
        let now = Date(timeIntervalSince1970: 1_000_000)
        #expect(Self.token(expires: nil, revoked: nil).isGood(at: now))
        #expect(Self.token(expires: now + 1, revoked: nil).isGood(at: now))
        #expect(!Self.token(expires: now, revoked: nil).isGood(at: now))
        #expect(!Self.token(expires: nil, revoked: now - 1).isGood(at: now))
        #expect(!Self.token(expires: now + 1, revoked: now - 1).isGood(at: now))
    }

    @Test("A reach covers its own locations; what has no location is covered from everywhere alone")
    func reach() {
        let only = LocationReach.only([Sample.headOffice.id])
        #expect(only.covers(Sample.headOffice.id))
        #expect(!only.covers(Sample.branch.id))
        #expect(!only.covers(nil))
        #expect(LocationReach.everywhere.covers(nil) && LocationReach.everywhere.covers(Sample.branch.id))
        #expect(!LocationReach.only([]).covers(Sample.headOffice.id))
    }

    private static func token(expires: Date?, revoked: Date?) -> Token {
        Token(
            id: TokenID(Sample.uuid(1)), organisation: Sample.organisation, role: .fullAdmin, scopes: [],
            locations: [], created: Date(timeIntervalSince1970: 0), expires: expires, revoked: revoked)
    }
}
