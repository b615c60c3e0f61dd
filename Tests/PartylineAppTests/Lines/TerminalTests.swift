// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import LinePlan
import LineTool
import Testing

@testable import partyline

@Suite struct TerminalTests {
    @Test func aBarSaysHowFarHowFastAndHowLong() {
        let text = ProgressBar.text("writing", WorkProgress(done: 250, total: 1000), elapsed: .seconds(3))
        #expect(text == "writing [######------------------] 250/1000, 83/s, 9 s left")
    }

    @Test func aBarOfNothingIsFull() {
        let text = ProgressBar.text("writing", WorkProgress(done: 0, total: 0), elapsed: .zero)
        #expect(text == "writing [########################] 0/0, 0.0/s, 0 s left")
    }

    @Test func noColourWinsOverATerminal() {
        #expect(Terminal(environment: ["NO_COLOR": "1"]).style == .plain)
        #expect(Terminal(environment: ["TERM": "dumb"]).talksToTerminal == false)
    }

    @Test(arguments: [
        ["lines", "add", "x"], ["lines", "plan"], ["lines", "show", "x", "--concurrency", "0"],
        ["lines", "history", "x", "--max", "201"], ["lines", "remove", "x", "--kind", "fridge"],
    ])
    func aCommandLineThatMakesNoSenseIsRefused(arguments: [String]) {
        #expect(throws: (any Error).self) { try PartylineCommand.parseAsRoot(arguments) }
    }

    @Test func noCommandTakesATokenFromTheCommandLine() {
        for command in [LinesCommand.helpMessage(), LoginCommand.helpMessage(), LinesApplyCommand.helpMessage()] {
            #expect(!command.contains("--token"))
        }
    }
}
