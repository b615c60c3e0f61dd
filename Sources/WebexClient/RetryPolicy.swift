// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What to do after an exchange: pure, so that every case can be tried without a clock or a network.
struct RetryPolicy: Sendable {
    /// How often a call is sent at most where nobody says when to come back.
    static let maximumAttempts = 6
    /// How often at most where the server does.
    static let maximumPatience = 1000

    /// What an exchange came to.
    enum Outcome: Hashable, Sendable {
        case answer(status: Int, retryAfter: Duration?)
        /// Nobody knows whether the request arrived.
        case broken
        /// It did not: there was no connection.
        case notConnected
    }

    enum Step: Hashable, Sendable {
        case done
        case fail
        /// Send it again after that time; if `forAll`, nothing else is sent before it either.
        case wait(Duration, forAll: Bool)
    }

    /// - Parameters:
    ///   - attempt: how often it has been sent, from 1.
    ///   - isRepeatable: whether it may be sent again though it may have been carried out.
    ///   - jitter: from 0 to 1.
    func step(after outcome: Outcome, attempt: Int, isRepeatable: Bool, jitter: Double) -> Step {
        switch outcome {
        case .answer(let status, _) where (200..<300).contains(status): .done
        // Refused before anything was done: safe to repeat, whatever it was. The limit is on the token, not on the call.
        case .answer(429, let retryAfter): patience(retryAfter, attempt, jitter, forAll: true)
        // One endpoint is held by somebody; others are not.
        case .answer(423, let retryAfter): patience(retryAfter, attempt, jitter, forAll: false)
        // The same request is being carried out: one whose client was killed, or whose connection broke.
        case .answer(409, let retryAfter?): patience(retryAfter, attempt, jitter, forAll: false)
        case .answer(503, let retryAfter?) where isRepeatable: patience(retryAfter, attempt, jitter, forAll: false)
        case .answer(502...504, _), .broken: isRepeatable ? backoff(attempt, jitter) : .fail
        case .notConnected: backoff(attempt, jitter)
        case .answer: .fail
        }
    }

    private func patience(_ retryAfter: Duration?, _ attempt: Int, _ jitter: Double, forAll: Bool) -> Step {
        guard let retryAfter else { return backoff(attempt, jitter) }
        return attempt < Self.maximumPatience ? .wait(retryAfter, forAll: forAll) : .fail
    }

    /// From 0.2 s on twice as long each time, with full jitter, so that clients that failed together do not come back together.
    private func backoff(_ attempt: Int, _ jitter: Double) -> Step {
        guard attempt < Self.maximumAttempts else { return .fail }
        let longest = 0.2 * Double(1 << attempt)
        return .wait(.milliseconds(Int64(longest * (0.2 + 0.8 * jitter) * 1000)), forAll: false)
    }
}

enum RetryAfter {
    /// No server asks for longer and means it.
    private static let longest = 3600.0

    static func parse(_ text: String) -> Duration? {
        if let seconds = Double(text), seconds >= 0 { return .seconds(min(seconds, longest)) }
        let format = Date.FormatString.httpDate
        guard let date = try? Date(text, strategy: format) else { return nil }
        return .seconds(min(max(0, date.timeIntervalSinceNow.rounded(.up)), longest))
    }
}

extension Date.FormatString {
    /// RFC 9110, 5.6.7.
    fileprivate static let httpDate = Date.ParseStrategy(
        format:
            "\(weekday: .abbreviated), \(day: .twoDigits) \(month: .abbreviated) \(year: .defaultDigits) \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\(second: .twoDigits) GMT",
        locale: Locale(identifier: "en_US_POSIX"), timeZone: TimeZone(secondsFromGMT: 0) ?? .current)
}
