// SPDX-License-Identifier: Apache-2.0

/// Puts lines on ports: a list that does not overlap stays as it was sent, gaps included; overlapping lines are pushed
/// up in port order, because `wxcadm` computes `max(port) + 1` and forgets weights.
enum PortLayout {
    /// The lines by port, none overlapping. At equal ports the owner's comes first, then the order given.
    ///
    /// Idempotent: laying out what was laid out changes nothing.
    static func layOut(_ lines: [PlacedLine], owner: MemberID) -> [PlacedLine] {
        let inOrder = lines.enumerated().sorted { left, right in
            let (leftLine, rightLine) = (left.element.line, right.element.line)
            if leftLine.port != rightLine.port { return leftLine.port < rightLine.port }
            let (leftOwns, rightOwns) = (leftLine.member == owner, rightLine.member == owner)
            if leftOwns != rightOwns { return leftOwns }
            return left.offset < right.offset
        }
        var nextFree = 1
        return inOrder.map { _, placed in
            let port = max(placed.line.port, nextFree)
            nextFree = port + placed.line.weight
            return PlacedLine(line: placed.line.movedTo(port: port), index: placed.index)
        }
    }
}

/// A line that remembers where in the request it stood; nil for one that the request did not hold.
struct PlacedLine: Hashable, Sendable {
    let line: Line
    let index: Int?
}
