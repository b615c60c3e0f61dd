// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import LinePlan

/// Which endpoints are meant, as flags.
struct SelectorOptions: ParsableArguments {
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Endpoints whose owner is in this location; may be repeated.", valueName: "NAME"))
    var location: [String] = []

    @Option(
        parsing: .singleValue, help: ArgumentHelp("app, phone, adapter or device; may be repeated.", valueName: "KIND"))
    var kind: [Selector.Kind] = []

    @Option(
        parsing: .singleValue, help: ArgumentHelp("Devices of this model, such as \"Cisco 8851\".", valueName: "MODEL"))
    var model: [String] = []

    @Option(parsing: .singleValue, help: ArgumentHelp("Endpoints whose owner's name holds this.", valueName: "TEXT"))
    var name: [String] = []

    @Option(parsing: .singleValue, help: ArgumentHelp("Devices with this tag.", valueName: "TAG"))
    var tag: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("This one, as app:EMAIL or device:MAC; may be repeated.", valueName: "ENDPOINT"))
    var endpoint: [String] = []

    @Option(parsing: .singleValue, help: ArgumentHelp("Not this one; may be repeated.", valueName: "ENDPOINT"))
    var except: [String] = []

    /// nil where nothing is said, which means all.
    var selector: Selector? {
        guard !(location + model + name + tag + endpoint + except).isEmpty || !kind.isEmpty else { return nil }
        var selector = Selector(line: CommandLineFile.line)
        selector.kinds = kind
        selector.locations = location.map(CommandLineFile.located)
        selector.models = model.map(CommandLineFile.located)
        selector.names = name
        selector.tags = tag
        selector.endpoints = endpoint.map(CommandLineFile.located)
        selector.except = except.map(CommandLineFile.located)
        return selector
    }
}

extension Selector.Kind: ExpressibleByArgument {}

/// What was typed, in the place of a file.
enum CommandLineFile {
    /// There are no lines to point at.
    static let line = 0

    static func located(_ text: String) -> Located<String> { Located(text, line: line) }

    static func file(_ change: WantedChange) -> WantedFile {
        WantedFile(name: "command line", lists: [], changes: [change])
    }
}
