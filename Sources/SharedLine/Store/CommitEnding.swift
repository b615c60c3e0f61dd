// SPDX-License-Identifier: Apache-2.0

/// What became of a commit, as stores count it.
public enum CommitEnding: String, CaseIterable, Hashable, Sendable {
    case committed
    /// The data did not allow it: somebody else came first, or a limit stands in its way.
    case refused
    /// The database could not.
    case failed

    /// How a commit ended that threw the error.
    public init(_ error: any Error) {
        self = error is CommitRefusal ? .refused : .failed
    }
}
