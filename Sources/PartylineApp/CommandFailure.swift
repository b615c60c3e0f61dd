// SPDX-License-Identifier: Apache-2.0

/// Why a command ended without having done its work, in words for the person who typed it.
public struct CommandFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What the shell gets to see, as `sysexits` numbers it.
    public enum Kind: Int32, Hashable, Sendable {
        /// It was understood, but cannot be done.
        case failed = 1
        /// The command line, a setting or a file is wrong (EX_USAGE).
        case usage = 64
        /// The same may succeed later (EX_TEMPFAIL).
        case temporary = 75
        /// Stopped by Ctrl-C.
        case interrupted = 130
    }

    public let kind: Kind
    /// One line for each thing that is wrong; never empty.
    public let lines: [String]

    public init(_ kind: Kind, _ lines: [String]) {
        self.kind = kind
        self.lines = lines
    }

    static func failed(_ line: String) -> CommandFailure { CommandFailure(.failed, [line]) }
    static func usage(_ line: String) -> CommandFailure { CommandFailure(.usage, [line]) }
    static func temporary(_ line: String) -> CommandFailure { CommandFailure(.temporary, [line]) }

    public var description: String { lines.joined(separator: "\n") }
}
