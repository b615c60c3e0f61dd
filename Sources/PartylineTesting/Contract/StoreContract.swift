// SPDX-License-Identifier: Apache-2.0

public import SharedLine

/// What any store must do, sentence by sentence. A store's tests run every clause against it.
public enum StoreContract {
    /// Makes an empty store.
    public typealias MakeStore = @Sendable () async throws -> any Store

    /// One sentence and its proof.
    public struct Clause: Sendable, CustomStringConvertible {
        public let sentence: String
        private let proof: @Sendable (MakeStore) async throws -> Void

        public init(_ sentence: String, _ proof: @escaping @Sendable (any Store) async throws -> Void) {
            self.sentence = sentence
            self.proof = { make in try await proof(try await make()) }
        }

        /// A clause about the small organisation, which stands in the store beside a second one.
        init(office sentence: String, _ proof: @escaping @Sendable (any Store, Office) async throws -> Void) {
            self.init(sentence) { store in
                let office = Office(1)
                try await office.settle(in: store)
                try await Office(2).settle(in: store)
                try await proof(store, office)
            }
        }

        /// Throws `ContractBroken` where the store does otherwise.
        public func prove(by make: MakeStore) async throws {
            try await proof(make)
        }

        public var description: String { sentence }
    }

    public static let clauses: [Clause] =
        commits + refusals + memberLists + endpoints + directory + sip + tokens + changes + feed + search + collections
        + jobs
}

/// A store does not do what the sentence says.
public struct ContractBroken: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}

func expect(_ condition: Bool, _ sentence: @autoclosure () -> String) throws {
    if !condition { throw ContractBroken(sentence()) }
}

func expectEqual<Value: Equatable>(
    _ found: Value, _ wanted: Value, _ sentence: @autoclosure () -> String
) throws {
    if found != wanted { throw ContractBroken("\(sentence())\n  found:  \(found)\n  wanted: \(wanted)") }
}

/// The value, or a broken contract where there is none.
func required<Value>(_ value: Value?, _ sentence: @autoclosure () -> String) throws -> Value {
    guard let value else { throw ContractBroken(sentence()) }
    return value
}

/// The refusal of the commit; broken where it is stored, or fails in another way.
func refusal(of commit: Commit, by store: any Store) async throws -> CommitRefusal {
    do {
        try await store.commit(commit)
    } catch let refusal as CommitRefusal {
        return refusal
    }
    throw ContractBroken("the commit is refused")
}

/// Proves that the store refuses the commit for that reason and is afterwards what it was before, to the last field.
func expectRefused(
    _ commit: Commit, _ wanted: CommitRefusal, by store: any Store, _ sentence: @autoclosure () -> String
) async throws {
    let before = try await StoreDump(of: store)
    try expectEqual(try await refusal(of: commit, by: store), wanted, sentence())
    let after = try await StoreDump(of: store)
    try expectEqual(after, before, "\(sentence()), and leaves no trace")
}
