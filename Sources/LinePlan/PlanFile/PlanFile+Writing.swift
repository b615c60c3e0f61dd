// SPDX-License-Identifier: Apache-2.0

public import Foundation
import WebexWire

extension PlanFile {
    /// JSON with a line for each list. Equal plans have equal bytes. Written without `Codable`, which takes ten times as
    /// long for ten thousand lists.
    public func json() -> Data {
        var head = JSONWriter.object { object in
            object.field("format", format)
            object.field("id", id.uuidString.lowercased())
            object.field("server", server)
            object.array("warnings") { array in
                for warning in warnings { array.element(warning) }
            }
        }
        // The closing brace comes back after the lists.
        head.removeLast()
        var bytes = Data(head)
        bytes.append(contentsOf: Data(",\"changes\":[".utf8))
        for (index, change) in changes.enumerated() {
            bytes.append(contentsOf: Data((index == 0 ? "\n" : ",\n").utf8))
            bytes.append(contentsOf: JSONWriter.object(reservingCapacity: 4096) { change.write(to: &$0) })
        }
        bytes.append(contentsOf: Data("\n]}\n".utf8))
        return bytes
    }
}

extension PlanFile.Change {
    fileprivate func write(to object: inout JSONObjectWriter) {
        object.field("endpoint", endpoint)
        object.field("owner", owner)
        object.field("title", title)
        object.optionalField("location", location)
        object.field("model", model)
        object.field("maxLineCount", maxLineCount)
        object.optionalField("eTag", eTag)
        object.array("before") { array in
            for key in before { array.object { key.write(to: &$0) } }
        }
        object.array("after") { array in
            for key in after { array.object { key.write(to: &$0) } }
        }
    }
}

extension PlanFile.Key {
    fileprivate func write(to object: inout JSONObjectWriter) {
        object.field("member", member)
        object.field("name", name)
        object.field("port", port)
        object.optionalField("weight", weight)
        object.optionalField("label", label)
        object.optionalField("hotline", hotline)
        object.optionalField("allowDecline", allowDecline)
        object.optionalField("t38", t38)
    }
}
