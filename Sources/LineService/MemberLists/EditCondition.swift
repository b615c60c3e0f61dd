// SPDX-License-Identifier: Apache-2.0

public import SharedLine

/// Under which conditions an edit is carried out.
public struct EditCondition: Sendable {
    /// What `If-Match` demands.
    public enum Match: Hashable, Sendable {
        /// The header was not sent.
        case none
        /// `*`: any version will do.
        case exists
        case versions(Set<Int64>)
    }

    public let match: Match
    /// Decide, but store nothing.
    public let isDryRun: Bool
    /// Set where the request carries an `Idempotency-Key`.
    public let keyed: KeyedRequest?

    public init(match: Match, isDryRun: Bool, keyed: KeyedRequest?) {
        self.match = match
        self.isDryRun = isDryRun
        self.keyed = keyed
    }
}

/// What became of an edit.
public enum MemberListOutcome: Sendable {
    /// The list has this version now; the same as before where the edit changed nothing.
    case replaced(version: Int64)
    /// A dry run: what would be stored, and what it was decided on.
    case decided(MemberListDecision, MemberListSnapshot)
}
