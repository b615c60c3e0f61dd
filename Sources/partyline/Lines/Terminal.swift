// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinePlan
import LineTool
import PartylineApp
import Synchronization

/// What can be done with the streams of this run.
struct Terminal: Sendable {
    /// Colours for standard output.
    let style: TextStyle
    let talksToTerminal: Bool
    /// In characters.
    let width: Int

    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        let refusesColours = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        let isDumb = environment["TERM"] == "dumb"
        style = TextStyle(isColoured: isatty(STDOUT_FILENO) == 1 && !refusesColours && !isDumb)
        talksToTerminal = isatty(STDERR_FILENO) == 1 && !isDumb
        var size = winsize()
        let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        width = isKnown ? Int(size.ws_col) : 80
    }

    /// Asks on standard error and reads a line.
    ///
    /// - Throws: a `CommandFailure` where nobody is there to answer.
    func confirm(_ question: String) throws {
        guard isatty(STDIN_FILENO) == 1 else {
            throw CommandFailure(.usage, ["nobody is there to confirm; add --yes once you have looked at the plan"])
        }
        FileHandle.standardError.write(Data("\(question) [y/N] ".utf8))
        guard let answer = readLine(), ["y", "yes"].contains(answer.lowercased()) else {
            throw CommandFailure(.failed, ["not confirmed; nothing was written"])
        }
    }

    /// A bar on standard error; nothing where that is no terminal.
    func bar(_ what: String) -> ProgressBar { ProgressBar(what: what, isOn: talksToTerminal) }
}

/// How far it is, how fast it goes and how long it will take, in one line that is written over.
final class ProgressBar: Sendable {
    private struct State {
        var shown: ContinuousClock.Instant
        var isShown = false
    }

    private static let width = 24
    private let what: String
    private let isOn: Bool
    private let began = ContinuousClock.now
    private let state = Mutex(State(shown: .now))

    init(what: String, isOn: Bool) {
        self.what = what
        self.isOn = isOn
    }

    /// Ten times a second are enough for any eye.
    func show(_ progress: WorkProgress) {
        guard isOn else { return }
        let now = ContinuousClock.now
        let isDue = state.withLock { state in
            guard state.shown.duration(to: now) > .milliseconds(100) || progress.done == progress.total else {
                return false
            }
            state = State(shown: now, isShown: true)
            return true
        }
        if isDue { write("\r\u{1B}[K" + Self.text(what, progress, elapsed: began.duration(to: now))) }
    }

    /// Takes the bar away.
    func end() {
        let isShown = state.withLock { state in
            defer { state.isShown = false }
            return state.isShown
        }
        if isShown { write("\r\u{1B}[K") }
    }

    /// `writing [######------------------] 250/1000, 83/s, 9 s left`
    static func text(_ what: String, _ progress: WorkProgress, elapsed: Duration) -> String {
        let filled = progress.total > 0 ? width * progress.done / progress.total : width
        let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled)
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
        let rate = seconds > 0 ? Double(progress.done) / seconds : 0
        let left = rate > 0 ? Int((Double(progress.total - progress.done) / rate).rounded(.up)) : 0
        let rateText = rate >= 10 ? "\(Int(rate.rounded()))" : "\((rate * 10).rounded() / 10)"
        return "\(what) [\(bar)] \(progress.done)/\(progress.total), \(rateText)/s, \(left) s left"
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
