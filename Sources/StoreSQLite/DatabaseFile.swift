// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import SharedLine

/// The file under a store: made with care, and watched so that nobody writes into one that was deleted.
struct DatabaseFile {
    let path: String
    let isTemporary: Bool
    /// Device and inode of the file as it was opened.
    private var identity: [UInt64]?

    init(path: String, isTemporary: Bool) {
        self.path = path
        self.isTemporary = isTemporary
    }

    static func temporary() throws -> DatabaseFile {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("partyline-\(UUID().uuidString.lowercased())")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        return DatabaseFile(path: folder.appendingPathComponent("partyline.sqlite").path, isTemporary: true)
    }

    /// Makes the file where it is missing, for its owner alone, since it holds phone numbers. Refuses a file of another
    /// program before anything is written to it.
    func prepare() throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw SQLiteOpenError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
        let size = lseek(descriptor, 0, SEEK_END)
        _ = Foundation.close(descriptor)
        if size == 0 { return }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? queue.close() }
            _ = try queue.read { db in try Migration.applied(in: db) }
        } catch let error as DatabaseError {
            throw SQLiteOpenError(error, path: path)
        }
    }

    func identified() throws -> DatabaseFile {
        var file = self
        file.identity = try currentIdentity()
        return file
    }

    /// Throws unless the path still leads to the file that is open.
    func checkInPlace() throws {
        guard try currentIdentity() == identity else {
            throw StoreFailure.unavailable(SQLiteOpenError.cannotOpen(path: path, reason: "it was replaced"))
        }
    }

    func removeIfTemporary() {
        guard isTemporary else { return }
        try? FileManager.default.removeItem(at: URL(fileURLWithPath: path).deletingLastPathComponent())
    }

    private func currentIdentity() throws -> [UInt64] {
        var information = stat()
        guard stat(path, &information) == 0 else {
            let reason = String(cString: strerror(errno))
            throw StoreFailure.unavailable(SQLiteOpenError.cannotOpen(path: path, reason: reason))
        }
        return [UInt64(information.st_dev), UInt64(information.st_ino)]
    }
}
