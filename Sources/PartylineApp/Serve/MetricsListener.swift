// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import ServiceLifecycle

/// The listener of `/metrics`, which says by its own setting why it cannot listen.
struct MetricsListener: Service {
    let application: any Service
    let host: String
    let tcpPort: Int

    func run() async throws {
        do {
            try await application.run()
        } catch let error as IOError {
            let reason = String(cString: strerror(error.errnoCode))
            throw CommandFailure.failed(
                "\(SettingKey.metrics.rawValue): cannot listen on \(host), tcpPort \(tcpPort): \(reason)")
        }
    }
}
