// SPDX-License-Identifier: Apache-2.0

import Wording

/// Finds the name that somebody probably meant.
enum Suggestion {
    /// `, did you mean X?` where a known name is at most two letters away, else nothing.
    static func text(for name: String, among known: some Collection<String>) -> String {
        Nearest.text(to: name, among: known).map { ", did you mean \($0)?" } ?? ""
    }
}
