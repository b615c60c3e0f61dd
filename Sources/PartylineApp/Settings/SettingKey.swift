// SPDX-License-Identifier: Apache-2.0

/// Every setting there is. The case's name is its key in a settings file; flag and environment name follow from it.
public enum SettingKey: String, Hashable, Sendable, CaseIterable {
    case database
    case host
    case tcpPort
    case demo
    case tlsCertificate
    case tlsKey
    case rateLimit
    case maximumConnections
    case maximumBodyBytes
    case idleTimeout
    case requestTimeout
    case drainDelay
    case drainTimeout
    case metrics
    case kamailio
    case logLevel
    case logFormat

    /// `tcpPort` is `PARTYLINE_TCP_PORT` in the environment.
    public var environmentName: String {
        SettingSources.environmentPrefix + words.map { $0.uppercased() }.joined(separator: "_")
    }

    /// `tcpPort` is `--tcp-port` on the command line.
    public var flag: String { "--" + words.map { $0.lowercased() }.joined(separator: "-") }

    /// What stands where nobody says anything, as one would write it; nil where nothing does.
    public var defaultText: String? {
        switch self {
        case .database: "sqlite:partyline.sqlite"
        case .host: "127.0.0.1"
        case .tcpPort: "8080"
        case .demo: "false"
        case .tlsCertificate, .tlsKey: nil
        case .rateLimit: "50"
        case .maximumConnections: "10000"
        case .maximumBodyBytes: "1048576"
        case .idleTimeout: "60s"
        case .requestTimeout: "30s"
        case .drainDelay: "0s"
        case .drainTimeout: "10s"
        case .metrics: "on"
        case .kamailio: nil
        case .logLevel: "info"
        // On a terminal text, else JSON: decided when standard error is known.
        case .logFormat: nil
        }
    }

    /// What kind of text it takes, for the reference page and for an error's cure.
    public var type: String {
        switch self {
        case .database: "URL sqlite:FILE or postgres://HOST/DATABASE"
        case .host: "host name or IP address"
        case .tcpPort: "whole number from 0 to 65535"
        case .demo: "true or false"
        case .tlsCertificate, .tlsKey: "path of a PEM file"
        case .rateLimit: "number from 0 to 1000000"
        case .maximumConnections: "whole number from 1 to 1000000"
        case .maximumBodyBytes: "whole number from 1024 to 1073741824"
        case .idleTimeout, .requestTimeout: "duration from 1s to 1d"
        case .drainDelay, .drainTimeout: "duration from 0s to 1d"
        case .metrics: "on, off or ADDRESS:TCPPORT"
        case .kamailio: "list of http URLs, separated by commas"
        case .logLevel: "trace, debug, info, notice, warning, error or critical"
        case .logFormat: "text or json"
        }
    }

    /// The type as the end of a sentence.
    var wanted: String {
        switch self {
        case .demo, .metrics, .logLevel, .logFormat: type
        default: "a \(type)"
        }
    }

    /// Its words in order: `tcpPort` is `tcp`, `Port`.
    private var words: [String] {
        var words: [String] = [""]
        for character in rawValue {
            if character.isUppercase { words.append("") }
            words[words.count - 1].append(character)
        }
        return words
    }
}

/// Where a setting's text was found. Earlier ones win.
public enum SettingOrigin: Hashable, Sendable {
    case flag
    case environment
    case file(path: String, line: Int?)
    case `default`
}

/// A setting as somebody wrote it.
public struct SettingText: Hashable, Sendable {
    public let text: String
    public let origin: SettingOrigin

    public init(text: String, origin: SettingOrigin) {
        self.text = text
        self.origin = origin
    }

    /// What the reader of an error must look at.
    func place(of key: SettingKey) -> String {
        switch origin {
        case .flag: key.flag
        case .environment: key.environmentName
        case .file(let path, let line?): "\(key.rawValue) (\(path), line \(line))"
        case .file(let path, nil): "\(key.rawValue) (\(path))"
        case .default: key.rawValue
        }
    }
}
