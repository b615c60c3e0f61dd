// SPDX-License-Identifier: Apache-2.0

/// What an id of an organisation stands for.
public enum Identity: Hashable, Sendable {
    case member(Member)
    case endpoint(Endpoint)
    /// What it stood for has been deleted.
    case deleted(Tombstone)
}
