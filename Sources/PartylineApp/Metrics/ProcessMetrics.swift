// SPDX-License-Identifier: Apache-2.0

import Foundation
import Instruments

/// What the system knows of this process, under the names that Prometheus' own clients use. From `/proc`, as
/// proc(5) explains it; where that cannot be read, the families are left out.
struct ProcessMetrics: MetricSource {
    /// The system counts a process's start from its own, and hides when that was from a service with `ProcSubset=pid`.
    private let began = Date()

    func metrics() -> [MetricFamily] {
        (Self.stat.map(families(of:)) ?? []) + Self.descriptors
            + [
                MetricFamily(
                    "partyline_build_info", .gauge, help: "Always 1; the version is a label.",
                    samples: [.init(labels: ["version": BuildVersion.text], value: 1)])
            ]
    }

    /// The fields of `/proc/self/stat` that are shown, by the numbers that proc(5) gives them.
    private struct Stat {
        let ticks: Double
        let virtualBytes: Int
        let residentPages: Int

        init?(_ text: String) {
            // The second field is the program's name in parentheses, which may hold anything.
            guard let name = text.lastIndex(of: ")") else { return nil }
            let fields = text[text.index(after: name)...].split(separator: " ")
            func field(_ number: Int) -> Int? { number - 3 < fields.count ? Int(fields[number - 3]) : nil }
            guard let user = field(14), let system = field(15), let size = field(23), let resident = field(24)
            else { return nil }
            ticks = Double(user + system)
            virtualBytes = size
            residentPages = resident
        }
    }

    private static var stat: Stat? {
        (try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8)).flatMap(Stat.init)
    }

    private func families(of stat: Stat) -> [MetricFamily] {
        let ticksPerSecond = Double(sysconf(Int32(_SC_CLK_TCK)))
        return [
            Self.family(
                "process_cpu_seconds_total", .counter, "Processor time, of the process and for it.",
                stat.ticks / ticksPerSecond),
            Self.family(
                "process_start_time_seconds", .gauge, "When the server began, in seconds since 1970.",
                began.timeIntervalSince1970),
            Self.family("process_virtual_memory_bytes", .gauge, "Address space.", Double(stat.virtualBytes)),
            Self.family(
                "process_resident_memory_bytes", .gauge, "Memory in use.",
                Double(stat.residentPages * sysconf(Int32(_SC_PAGESIZE)))),
        ]
    }

    private static var descriptors: [MetricFamily] {
        guard let open = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count else { return [] }
        // Looking takes a descriptor too.
        return [
            family("process_open_fds", .gauge, "Open files and connections.", Double(open - 1)),
            family("process_max_fds", .gauge, "Open files and connections at most.", Double(DescriptorLimit.current)),
        ]
    }

    private static func family(
        _ name: String, _ kind: MetricFamily.Kind, _ help: String, _ value: Double
    ) -> MetricFamily {
        MetricFamily(name, kind, help: help, samples: [.init(value: value)])
    }
}
