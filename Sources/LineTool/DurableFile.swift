// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// Files that are there, whole, after a power cut.
public enum DurableFile {
    /// Writes beside the file, syncs, and puts it in the file's place: whoever looks sees the old bytes or the new.
    public static func replace(_ file: URL, with bytes: Data, mode: mode_t = 0o600) throws {
        let beside = file.deletingLastPathComponent().appendingPathComponent(".\(file.lastPathComponent).\(getpid())")
        let descriptor = open(beside.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw failure("write", beside) }
        do {
            defer { close(descriptor) }
            // The mode of `open` is cut by the umask, and does not touch a file that was left behind.
            guard fchmod(descriptor, mode) == 0 else { throw failure("protect", beside) }
            try write(bytes, to: descriptor, beside)
            guard fsync(descriptor) == 0 else { throw failure("sync", beside) }
            guard rename(beside.path, file.path) == 0 else { throw failure("write", file) }
        } catch {
            unlink(beside.path)
            throw error
        }
        try syncFolder(of: file)
    }

    static func write(_ bytes: Data, to descriptor: Int32, _ file: URL) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure("write", file) }
            rest = rest.dropFirst(count)
        }
    }

    /// A new name is only there for good when the folder has been synced.
    static func syncFolder(of file: URL) throws {
        let folder = file.deletingLastPathComponent()
        let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open", folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("sync", folder) }
    }

    static func failure(_ verb: String, _ file: URL) -> ToolFailure {
        ToolFailure("cannot \(verb) \(file.path): \(String(cString: strerror(errno)))")
    }
}
