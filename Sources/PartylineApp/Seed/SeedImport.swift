// SPDX-License-Identifier: Apache-2.0

public import Foundation
import SharedLine

/// `partyline import`: a seed file, or the demo organisation, into a database.
public struct SeedImport: Sendable {
    private let seed: Seed
    private let isDemo: Bool

    /// - Parameter file: the seed file; nil means the demo organisation.
    /// - Throws: a `CommandFailure` with everything that is wrong with the file.
    public init(file: String?) throws(CommandFailure) {
        isDemo = file == nil
        guard let file else {
            seed = try Seed.demo()
            return
        }
        let text: String
        do {
            text = try String(contentsOf: URL(fileURLWithPath: file), encoding: .utf8)
        } catch {
            throw .usage("\(file): cannot be read as UTF-8 text")
        }
        seed = try Seed(reading: text, name: file)
    }

    /// - Returns: what was done, in words.
    public func run(on location: DatabaseLocation, now: Date) async throws -> String {
        try await location.withStore(.creating) { store in
            if isDemo, try await store.organisation(seed.organisation.id) != nil {
                return "\(seed.organisation.name) is there already and was left alone"
            }
            try await seed.load(into: store, at: now)
            return "imported \(seed.organisation.name): \(seed.summary)"
        }
    }
}
