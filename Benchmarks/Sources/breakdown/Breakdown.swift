// SPDX-License-Identifier: Apache-2.0

import BenchmarkData
import Foundation

/// `breakdown FILE PEOPLE BODY ROUNDS`: what each stage of a request costs in this process, as JSON.
///
/// FILE is a database that `seed FILE PEOPLE` made; commits change it. BODY holds a PUT of the first list.
@main
struct Breakdown {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count == 4, let people = Int(arguments[1]), let rounds = Int(arguments[3]), rounds > 0 else {
            FileHandle.standardError.write(Data("usage: breakdown FILE PEOPLE BODY ROUNDS\n".utf8))
            exit(64)
        }
        let body = try [UInt8](Data(contentsOf: URL(filePath: arguments[2])))
        let stages = try await Stages(
            database: arguments[0], sample: SampleOrganisation(people: people), body: body, rounds: rounds)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        FileHandle.standardOutput.write(try encoder.encode(try await stages.all()))
    }
}
