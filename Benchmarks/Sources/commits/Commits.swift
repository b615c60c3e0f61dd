// SPDX-License-Identifier: Apache-2.0

import BenchmarkData
import ChangeFeed
import Foundation
import Hummingbird
import Logging
import SharedLine
import StoreSQLite
import WebexAPI

/// `commits TCP_PORT FILE grouped|single`: Partyline's API on Partyline's store, with or without commits sharing a
/// transaction. Nothing else differs between the two, so that their ratio is what sharing is worth.
@main
struct Commits {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count == 3, let tcpPort = Int(arguments[0]), ["grouped", "single"].contains(arguments[2])
        else {
            FileHandle.standardError.write(Data("usage: commits TCP_PORT FILE grouped|single\n".utf8))
            exit(64)
        }
        let grouped = try SQLiteStore(path: arguments[1])
        let store: any Store = arguments[2] == "grouped" ? grouped : SingleCommitStore(store: grouped)
        let api = WebexAPI(
            store: store, feed: ChangeFeed(store: store),
            settings: WebexAPISettings(
                requestsPerSecond: 0, maximumBodyBytes: 1 << 20, scheme: "http", heartbeat: .seconds(15)),
            drain: DrainSwitch(), now: { Date() })
        var logger = Logger(label: "commits")
        logger.logLevel = .warning
        let application = Application(
            router: api.router(),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: tcpPort)), logger: logger)
        try await application.runService()
    }
}
