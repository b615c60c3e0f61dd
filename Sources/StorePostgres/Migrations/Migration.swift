// SPDX-License-Identifier: Apache-2.0

/// One step of the schema. Once released it is never edited: the next step gets the next number, in every store alike.
struct Migration: Sendable {
    let number: Int
    let statements: [String]

    static let all: [Migration] = [
        .directory, .endpoints, .changes, .search, .changeFilters, .cheaperChanges, .jobs, .sipCredentials,
    ]

    /// The schema that this program reads and writes.
    static var newest: Int { all.count }
}
