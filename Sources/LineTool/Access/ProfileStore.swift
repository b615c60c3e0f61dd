// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// The profiles of one user, in a file that nobody else can read.
public struct ProfileStore: Sendable {
    public static let defaultName = "default"

    /// `$XDG_CONFIG_HOME/partyline/profiles.json`, else below `~/.config`.
    public let file: URL

    public init(file: URL) {
        self.file = file
    }

    /// As the XDG base directory specification says: a relative path counts as none.
    public init(environment: [String: String]) {
        file = UserFolders.config(environment).appendingPathComponent("profiles.json")
    }

    /// - Throws: a `ToolFailure` where there is none of this name, or where others could read the file.
    public func profile(_ name: String) throws -> Profile {
        guard let profile = try all()[name] else {
            throw ToolFailure("there is no profile \"\(name)\"; make it with: partyline login --profile \(name)")
        }
        return profile
    }

    public func all() throws -> [String: Profile] {
        guard FileManager.default.fileExists(atPath: file.path) else { return [:] }
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
        guard mode & 0o077 == 0 else {
            throw ToolFailure("others can read the tokens in \(file.path); run: chmod 600 \(file.path)")
        }
        do {
            return try JSONDecoder().decode([String: Profile].self, from: Data(contentsOf: file))
        } catch {
            throw ToolFailure("\(file.path) holds no profiles; move it away and log in again")
        }
    }

    /// Adds a profile, or replaces the one of this name.
    public func save(_ profile: Profile, as name: String) throws {
        var profiles = try all()
        profiles[name] = profile
        let folder = file.deletingLastPathComponent()
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try DurableFile.replace(file, with: try encoder.encode(profiles), mode: 0o600)
    }
}

/// Where a user's files belong.
public enum UserFolders {
    static func config(_ environment: [String: String]) -> URL {
        folder("XDG_CONFIG_HOME", ".config", environment)
    }

    /// What must outlive a run: journals and the way back.
    public static func state(_ environment: [String: String]) -> URL {
        folder("XDG_STATE_HOME", ".local/state", environment)
    }

    private static func folder(_ name: String, _ fallback: String, _ environment: [String: String]) -> URL {
        if let path = environment[name], path.hasPrefix("/") {
            return URL(fileURLWithPath: path).appendingPathComponent("partyline")
        }
        let home =
            environment["HOME"].map { URL(fileURLWithPath: $0) } ?? FileManager.default.homeDirectoryForCurrentUser
        return home.appendingPathComponent(fallback).appendingPathComponent("partyline")
    }
}
