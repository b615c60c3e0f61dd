// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinePlan
import PartylineApp

/// A file that somebody named: what should be, or a plan made before.
enum WantedSource {
    case wanted(WantedFile)
    case plan(PlanFile)

    /// By what is in it: a plan is JSON, `.csv` is CSV, everything else YAML. `-` is standard input.
    init(_ path: String) throws {
        let bytes = try Self.bytes(of: path)
        let name = path == "-" ? "standard input" : path
        if bytes.first == UInt8(ascii: "{"), bytes.contains(UInt8(ascii: "\"")), let plan = Self.plan(bytes) {
            switch plan {
            case .success(let plan): self = .plan(plan)
            case .failure(let error): throw CommandFailure(.failed, ["\(name) \(error)"])
            }
            return
        }
        guard let text = String(bytes: bytes, encoding: .utf8) else {
            throw CommandFailure(.failed, ["\(name) is no text in UTF-8; save it as \"CSV UTF-8\" or as YAML"])
        }
        let isCSV = path.lowercased().hasSuffix(".csv") || (path == "-" && text.hasPrefix("endpoint"))
        self = .wanted(try isCSV ? WantedFile(csv: text, name: name) : WantedFile(yaml: text, name: name))
    }

    /// nil where it is JSON of another kind, which YAML can hold as well.
    private static func plan(_ bytes: Data) -> Result<PlanFile, PlanFileError>? {
        do {
            return .success(try PlanFile(json: bytes))
        } catch let error as PlanFileError {
            return error == .notAPlan ? nil : .failure(error)
        } catch {
            return nil
        }
    }

    private static func bytes(of path: String) throws -> Data {
        if path == "-" { return FileHandle.standardInput.readDataToEndOfFile() }
        do {
            return try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw CommandFailure(.failed, ["\(path) cannot be read; name a readable file"])
        }
    }

    /// What should be.
    static func wanted(_ path: String) throws -> WantedFile {
        switch try WantedSource(path) {
        case .wanted(let file): return file
        case .plan:
            throw CommandFailure(.usage, ["\(path) is a plan already; apply it, or name the file it was made from"])
        }
    }
}
