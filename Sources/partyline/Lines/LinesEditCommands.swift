// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import LinePlan
import PartylineApp

struct LinesAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Put a line on endpoints, behind their last one.",
        discussion: """
            Where it stands already, only what is said of it changes. Shows the plan and asks.

            EXAMPLES
              partyline lines add "Service Desk" --endpoint app:ada@example.com --label "IT Service Desk"
              partyline lines add 1000@Hartford --location Hartford --kind phone
            """)

    @Argument(help: ArgumentHelp("Whose line: e-mail, extension, number, id or name.", valueName: "LINE"))
    var line: String

    @Option(help: ArgumentHelp("What the key shows.", valueName: "TEXT"))
    var label: String?

    @Option(
        help: ArgumentHelp("What the line calls as soon as it goes off-hook, and nothing else.", valueName: "DIGITS"))
    var hotline: String?

    @OptionGroup(title: "Which endpoints") var endpoints: SelectorOptions
    @OptionGroup var options: ApplyOptions
    @OptionGroup var access: AccessOptions

    func validate() throws {
        if endpoints.selector == nil {
            throw ValidationError("Say which endpoints get the line, such as --endpoint app:EMAIL.")
        }
    }

    func run() async throws {
        var key = WantedKey(member: CommandLineFile.located(line))
        key.label = label
        key.hotline = hotline
        try await carryOut(.add(key, to: endpoints.selector ?? Selector(line: CommandLineFile.line)), options, access)
    }
}

struct LinesRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take a line off endpoints; its own keep it.",
        discussion: """
            Without a selection: off all of them. Shows the plan and asks.

            EXAMPLES
              partyline lines remove leaver@example.com
              partyline lines remove "Sales Hotline" --location London --yes
            """)

    @Argument(help: ArgumentHelp("Whose line: e-mail, extension, number, id or name.", valueName: "LINE"))
    var line: String

    @OptionGroup(title: "Which endpoints") var endpoints: SelectorOptions
    @OptionGroup var options: ApplyOptions
    @OptionGroup var access: AccessOptions

    func run() async throws {
        try await carryOut(.remove(CommandLineFile.located(line), from: endpoints.selector), options, access)
    }
}

struct LinesMoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move",
        abstract: "Move the shared lines of an endpoint to another, such as a new phone.",
        discussion: """
            Each line keeps its port where that is free, else it goes behind the last one. Between endpoints of one \
            owner, the owner's own line is set up alike. Shows the plan and asks.

            EXAMPLES
              partyline lines move device:00005E005302 device:00005E0053A1
            """)

    @Argument(help: ArgumentHelp("app:EMAIL or device:MAC.", valueName: "FROM"))
    var from: String

    @Argument(help: ArgumentHelp("app:EMAIL or device:MAC.", valueName: "TO"))
    var to: String

    @OptionGroup var options: ApplyOptions
    @OptionGroup var access: AccessOptions

    func run() async throws {
        let (from, to) = (CommandLineFile.located(from), CommandLineFile.located(to))
        try await carryOut(.move(from: from, to: to), options, access)
    }
}

struct LinesLabelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "label",
        abstract: "Write labels on keys.",
        discussion: """
            TEXT may hold {name}, {firstName}, {lastName}, {extension}, {number}, {esn} and {location} of whose line \
            it is; an empty TEXT takes labels away. Shows the plan and asks.

            EXAMPLES
              partyline lines label "{firstName} {extension}" --location Hartford --kind phone
              partyline lines label "IT Service Desk" --of "Service Desk"
              partyline lines label "" --endpoint device:00005E005302
            """)

    @Argument(help: ArgumentHelp("The label.", valueName: "TEXT"))
    var text: String

    @Option(name: .customLong("of"), help: ArgumentHelp("Only keys with this line.", valueName: "LINE"))
    var line: String?

    @OptionGroup(title: "Which endpoints") var endpoints: SelectorOptions
    @OptionGroup var options: ApplyOptions
    @OptionGroup var access: AccessOptions

    func run() async throws {
        let change = WantedChange.label(
            line.map(CommandLineFile.located), text: CommandLineFile.located(text), on: endpoints.selector)
        try await carryOut(change, options, access)
    }
}

private func carryOut(_ change: WantedChange, _ options: ApplyOptions, _ access: AccessOptions) async throws {
    try await LinesSession.run(access) { session in
        try await ApplyRun(session: session, options: options).planAndCarryOut(CommandLineFile.file(change))
    }
}
