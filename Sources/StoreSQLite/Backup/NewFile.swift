// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A file that appears under its name when it is whole and on the disk, and not before.
struct NewFile: Sendable {
    let path: String
    /// Beside it, so that it can be renamed.
    let temporaryPath: String
    private let replacing: Bool

    /// - Throws: `SQLiteBackupError` where something has that name already, unless it is to be replaced.
    init(at path: String, replacing: Bool) throws {
        self.path = path
        self.replacing = replacing
        if !replacing, access(path, F_OK) == 0 { throw SQLiteBackupError.exists(path: path) }
        let url = URL(fileURLWithPath: path)
        let name = ".\(url.lastPathComponent).\(UUID().uuidString.prefix(8).lowercased()).partial"
        temporaryPath = url.deletingLastPathComponent().appendingPathComponent(name).path
        try Self.create(temporaryPath)
    }

    /// Syncs it and gives it its name.
    func settle() throws {
        try Self.sync(temporaryPath)
        // The name is taken before the file comes to it, so that nothing of the same name is lost.
        if !replacing { try Self.create(path) }
        guard rename(temporaryPath, path) == 0 else { throw Self.failure(path) }
        try Self.sync(URL(fileURLWithPath: path).deletingLastPathComponent().path)
    }

    /// Leaves nothing of it behind; does nothing once it has its name.
    func discard() {
        for suffix in ["", "-journal", "-wal", "-shm"] { unlink(temporaryPath + suffix) }
    }

    private static func create(_ path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw errno == EEXIST ? SQLiteBackupError.exists(path: path) : failure(path) }
        close(descriptor)
    }

    private static func sync(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(path) }
    }

    private static func failure(_ path: String) -> SQLiteBackupError {
        .cannotWrite(path: path, reason: String(cString: strerror(errno)))
    }
}
