// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// How far long work has come, in one line that is written over; only where somebody looks at a terminal.
final class ProgressLine: Sendable {
    private let verb: String
    private let shown = Mutex<Int?>(nil)

    init(_ verb: String) {
        self.verb = verb
    }

    /// - Parameter share: from 0 to 1.
    func show(_ share: Double) {
        guard StandardError.isTerminal else { return }
        let percent = Int(share * 100)
        shown.withLock { shown in
            guard shown != percent else { return }
            shown = percent
            FileHandle.standardError.write(Data("\r\(verb) \(percent) %".utf8))
        }
    }

    func end() {
        if shown.withLock({ $0 }) != nil { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }
}
