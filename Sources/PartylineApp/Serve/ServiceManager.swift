// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore

/// Tells the service manager how the server is, where one wants to know: datagrams to the socket that it names
/// (sd_notify(3), "Notes"). systemd is one; nothing of it is needed to speak to it.
struct ServiceManager: Sendable {
    /// What a service manager can be told.
    enum State: String, Sendable {
        case ready = "READY=1"
        case stopping = "STOPPING=1"
        case alive = "WATCHDOG=1"
    }

    private let address: sockaddr_un
    private let length: socklen_t
    /// After which silence the manager takes the server for dead; nil where it does not watch.
    let watchdog: Duration?

    /// nil where no manager asks.
    init?(environment: [String: String]) {
        guard let path = environment["NOTIFY_SOCKET"], let (address, length) = Self.address(of: path) else {
            return nil
        }
        self.address = address
        self.length = length
        watchdog = Self.watchdog(in: environment)
    }

    /// - Parameter path: of a socket in the file system, or after `@` one without a file.
    private static func address(of path: String) -> (sockaddr_un, socklen_t)? {
        var bytes = Array(path.utf8)
        guard bytes.first == UInt8(ascii: "/") || bytes.first == UInt8(ascii: "@") else { return nil }
        if bytes[0] == UInt8(ascii: "@") { bytes[0] = 0 } else { bytes.append(0) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard bytes.count <= MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return (address, socklen_t(MemoryLayout.offset(of: \sockaddr_un.sun_path) ?? 2) + socklen_t(bytes.count))
    }

    private static func watchdog(in environment: [String: String]) -> Duration? {
        if let process = environment["WATCHDOG_PID"], process != String(getpid()) { return nil }
        return environment["WATCHDOG_USEC"].flatMap(Int64.init).flatMap { $0 > 0 ? .microseconds($0) : nil }
    }

    /// A manager that has gone away is nobody's trouble here: what it would do about that, it cannot do.
    func tell(_ state: State) {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let text = Array(state.rawValue.utf8)
        withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = sendto(descriptor, text, text.count, Int32(MSG_NOSIGNAL), $0, length)
            }
        }
    }

    /// Says twice in each of the manager's intervals that the server works, while all its event loops and the threads
    /// that tasks share do: one that hangs is silent, and is started again.
    func reportLife(of loops: any EventLoopGroup) async {
        guard let watchdog else { return }
        while !Task.isCancelled {
            for loop in loops.makeIterator() {
                do { try await loop.submit {}.get() } catch { return }
            }
            tell(.alive)
            try? await Task.sleep(for: watchdog / 2)
        }
    }
}
