// SPDX-License-Identifier: Apache-2.0

import BenchmarkData
import Foundation
import SharedLine
import StoreSQLite

/// `seed FILE PEOPLE`: a new database with the sample organisation; prints the people's UUIDs in order.
@main
struct Seed {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard arguments.count == 2, let file = arguments.first, let people = arguments.last.flatMap(Int.init),
            people > SampleOrganisation.linesPerList
        else {
            FileHandle.standardError.write(Data("usage: seed FILE PEOPLE\n".utf8))
            exit(64)
        }
        let sample = SampleOrganisation(people: people)
        let store = try SQLiteStore(path: file)
        try await sample.fill(store)
        try store.close()
        let ids = (0..<people).map { "\(sample.memberID($0))\n" }
        FileHandle.standardOutput.write(Data(ids.joined().utf8))
    }
}
