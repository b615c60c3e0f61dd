// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOSSL

/// The certificate and key of the settings, read and held against each other.
struct TLSIdentity {
    let configuration: TLSConfiguration

    /// - Throws: a `CommandFailure` that names the file at fault.
    init(_ files: TLSFiles) throws(CommandFailure) {
        let chain: [NIOSSLCertificate]
        do {
            chain = try NIOSSLCertificate.fromPEMFile(files.certificate)
        } catch {
            throw .usage("\(SettingKey.tlsCertificate.rawValue): \(Self.reason(files.certificate, "certificates"))")
        }
        if chain.isEmpty {
            throw .usage("\(SettingKey.tlsCertificate.rawValue): \(files.certificate) holds no certificate in PEM form")
        }
        let key: NIOSSLPrivateKey
        do {
            key = try NIOSSLPrivateKey(file: files.key, format: .pem)
        } catch {
            throw .usage("\(SettingKey.tlsKey.rawValue): \(Self.reason(files.key, "an unencrypted private key"))")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        do {
            // Building a context is what compares the key with the certificate.
            _ = try NIOSSLContext(configuration: configuration)
        } catch {
            throw .usage("\(SettingKey.tlsKey.rawValue): \(files.key) is not the key of \(files.certificate)")
        }
        self.configuration = configuration
    }

    private static func reason(_ path: String, _ what: String) -> String {
        let isReadable = FileManager.default.isReadableFile(atPath: path)
        return isReadable ? "\(path) does not hold \(what) in PEM form" : "\(path) cannot be read"
    }
}
