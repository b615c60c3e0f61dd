// SPDX-License-Identifier: Apache-2.0

/// A failure that passes, and knows when.
public protocol PassingFailure: Error {
    /// When another try has a chance; negative where it has one now.
    var retryAfter: Duration { get }
}
