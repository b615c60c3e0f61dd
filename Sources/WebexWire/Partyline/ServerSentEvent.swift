// SPDX-License-Identifier: Apache-2.0

/// An event of a `text/event-stream` (WHATWG HTML, 9.2).
public enum ServerSentEvent {
    /// The bytes of one event.
    ///
    /// - Parameters:
    ///   - name: what listeners of a browser's `EventSource` ask for.
    ///   - data: one line.
    public static func bytes(id: String, name: StaticString, data: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(data.count + 64)
        bytes += "id: \(id)\nevent: \(name)\ndata: ".utf8
        bytes += data
        bytes += "\n\n".utf8
        return bytes
    }

    /// Milliseconds after which a client that was cut off comes back.
    public static func retry(milliseconds: Int) -> [UInt8] {
        Array("retry: \(milliseconds)\n".utf8)
    }

    /// Shows that the connection lives, and is no event.
    public static let heartbeat = Array(": heartbeat\n\n".utf8)
}
