// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SharedLine
import Synchronization
import WebexWire

/// The bytes of lists that were asked for lately, by version. A list of another version is another answer, so nothing
/// here can be stale.
final class RenderedLists: Sendable {
    /// About 5.5 KB for ten lines; beyond this all are dropped, which bounds the memory without bookkeeping at every read.
    private static let maximumEntries = 2048

    private struct Key: Hashable {
        let endpoint: EndpointID
        let family: MemberListFamily
    }

    private let rendered = Mutex<[Key: (version: Int64, bytes: ByteBuffer)]>([:])

    func bytes(of list: MemberList, for family: MemberListFamily) -> ByteBuffer {
        let key = Key(endpoint: list.endpoint.id, family: family)
        if let known = rendered.withLock({ $0[key] }), known.version == list.version { return known.bytes }
        let bytes = ByteBuffer(bytes: MemberListResponse(list).json(for: family))
        rendered.withLock { rendered in
            if rendered.count >= Self.maximumEntries { rendered = [:] }
            rendered[key] = (list.version, bytes)
        }
        return bytes
    }
}
