// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// `baseline TCP_PORT FILE CONTENT_TYPE`: the same framework, the same path, the bytes from memory, nothing else.
///
/// What Partyline's cached answer costs beside this is what tokens, permissions, versions and the log cost.
@main
struct Baseline {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count == 3, let tcpPort = Int(arguments[0]) else {
            FileHandle.standardError.write(Data("usage: baseline TCP_PORT FILE CONTENT_TYPE\n".utf8))
            exit(64)
        }
        let body = ByteBuffer(bytes: try Data(contentsOf: URL(filePath: arguments[1])))
        let headers: HTTPFields = [.contentType: arguments[2]]
        let router = Router()
        router.get("/v1/telephony/config/people/{personId}/applications/members") { _, _ in
            Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
        }
        let application = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: tcpPort)))
        try await application.runService()
    }
}
