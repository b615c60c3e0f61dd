// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
public import SharedLine

extension SQLiteStore {
    /// How far the file's schema is, without changing anything. A file that is missing has everything before it.
    ///
    /// - Throws: `SQLiteOpenError`.
    public static func schemaState(at path: String) throws -> SchemaState {
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        let found = (size ?? 0) == 0 ? 0 : try applied(at: path)
        let missing = Migration.all.filter { $0.number > found }
        return SchemaState(
            found: found, missing: missing.map { SchemaState.Step(number: $0.number, statements: [$0.sql]) })
    }

    private static func applied(at path: String) throws -> Int {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? queue.close() }
            return try queue.read { db in try Migration.applied(in: db) }
        } catch let error as DatabaseError {
            throw SQLiteOpenError(error, path: path)
        }
    }
}
