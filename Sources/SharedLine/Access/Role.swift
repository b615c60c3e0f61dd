// SPDX-License-Identifier: Apache-2.0

/// An administrator's role, as Webex names it.
public enum Role: String, Hashable, Sendable, CaseIterable {
    case fullAdmin = "full_admin"
    case userAdmin = "user_admin"
    /// Acts within its locations alone.
    case locationAdmin = "location_admin"
    case deviceAdmin = "device_admin"
    case readOnlyAdmin = "read_only_admin"
}
