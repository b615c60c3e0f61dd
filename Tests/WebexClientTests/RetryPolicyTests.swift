// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import WebexClient

@Suite struct RetryPolicyTests {
    let policy = RetryPolicy()

    private func step(_ outcome: RetryPolicy.Outcome, attempt: Int = 1, repeatable: Bool = true) -> RetryPolicy.Step {
        policy.step(after: outcome, attempt: attempt, isRepeatable: repeatable, jitter: 1)
    }

    @Test func tooManyRequestsHoldEverythingForExactlyAsLongAsTheServerSays() {
        for repeatable in [true, false] {
            #expect(
                step(.answer(status: 429, retryAfter: .seconds(7)), attempt: 500, repeatable: repeatable)
                    == .wait(.seconds(7), forAll: true))
        }
    }

    @Test func aHeldListIsWaitedForAlone() {
        #expect(
            step(.answer(status: 423, retryAfter: .seconds(3)), repeatable: false) == .wait(.seconds(3), forAll: false))
    }

    @Test(arguments: [502, 503, 504])
    func aFailedGatewayIsAskedAgainOnlyWhereThatIsHarmless(status: Int) {
        #expect(step(.answer(status: status, retryAfter: nil), repeatable: false) == .fail)
        #expect(step(.answer(status: status, retryAfter: nil)) == .wait(.milliseconds(400), forAll: false))
        #expect(step(.answer(status: status, retryAfter: nil), attempt: RetryPolicy.maximumAttempts) == .fail)
    }

    @Test func aBrokenConnectionIsTriedAgainOnlyWhereThatIsHarmlessAndAMissingOneAlways() {
        #expect(step(.broken, repeatable: false) == .fail)
        #expect(step(.broken) == .wait(.milliseconds(400), forAll: false))
        #expect(step(.notConnected, repeatable: false) == .wait(.milliseconds(400), forAll: false))
        #expect(step(.notConnected, attempt: RetryPolicy.maximumAttempts) == .fail)
    }

    @Test func pausesGrowAndAreJittered() {
        let least = (1...5).map { policy.step(after: .broken, attempt: $0, isRepeatable: true, jitter: 0) }
        let most = (1...5).map { policy.step(after: .broken, attempt: $0, isRepeatable: true, jitter: 1) }
        #expect(least == [80, 160, 320, 640, 1280].map { .wait(.milliseconds($0), forAll: false) })
        #expect(most == [400, 800, 1600, 3200, 6400].map { .wait(.milliseconds($0), forAll: false) })
    }

    @Test func aRequestThatIsBeingCarriedOutIsAskedAgainAndAnyOtherConflictIsFinal() {
        #expect(step(.answer(status: 409, retryAfter: .seconds(1))) == .wait(.seconds(1), forAll: false))
        #expect(step(.answer(status: 409, retryAfter: nil)) == .fail)
    }

    @Test(arguments: [400, 401, 403, 404, 410, 412, 500])
    func aRefusalIsFinal(status: Int) {
        #expect(step(.answer(status: status, retryAfter: .seconds(1))) == .fail)
    }

    @Test(arguments: [200, 201, 202, 204])
    func aSuccessIsDone(status: Int) {
        #expect(step(.answer(status: status, retryAfter: nil)) == .done)
    }

    @Test func retryAfterIsSecondsOrADate() {
        #expect(RetryAfter.parse("12") == .seconds(12))
        #expect(RetryAfter.parse("1e9") == .seconds(3600))
        #expect(RetryAfter.parse("-1") == nil)
        #expect(RetryAfter.parse("soon") == nil)
        #expect(RetryAfter.parse("Wed, 21 Oct 2015 07:28:00 GMT") == .zero)
        #expect(RetryAfter.parse("Wed, 21 Oct 2099 07:28:00 GMT") == .seconds(3600))
    }
}
