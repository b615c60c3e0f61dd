// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import HTTPTypes
import NIOCore
public import SharedLine

/// What makes two requests the same: method, path with query, and body.
enum RequestHash {
    static func of(_ head: HTTPRequest, _ body: ByteBuffer) -> Data {
        var hash = SHA256()
        hash.update(data: Data("\(head.method.rawValue) \(head.path ?? "")\n".utf8))
        body.withUnsafeReadableBytes { hash.update(bufferPointer: $0) }
        return Data(hash.finalize())
    }
}

extension TokenHash {
    /// The hash of a bearer token's secret.
    public init(ofSecret secret: some Collection<UInt8>) {
        let digest =
            secret.withContiguousStorageIfAvailable { bytes in
                var hash = SHA256()
                hash.update(bufferPointer: UnsafeRawBufferPointer(bytes))
                return hash.finalize()
            } ?? SHA256.hash(data: Data(secret))
        self.init(Data(digest))
    }
}
