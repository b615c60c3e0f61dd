// SPDX-License-Identifier: Apache-2.0

/// The three families of operations on one and the same member list. Each has schemas of its own.
public enum MemberListFamily: Hashable, Sendable, CaseIterable {
    /// `…/people/{personId}/applications/{applicationId}/…`
    case deprecatedApplication
    /// `…/people/{personId}/applications/…`
    case currentApplication
    /// `…/devices/{deviceId}/…`
    case device
}
