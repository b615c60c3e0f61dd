// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The id under which a request is found in the log: a random number of this process and a count of its requests.
///
/// A fresh random number for each request would cost a system call or three and say nothing more.
public enum TrackingID {
    private static let process = UInt64.random(in: .min ... .max)
    private static let count = Atomic<UInt64>(0)

    /// An id that no other request has.
    public static func next() -> String {
        let number = count.wrappingAdd(1, ordering: .relaxed).newValue
        return String(unsafeUninitializedCapacity: prefix.count + 33) { buffer in
            var end = buffer.initialize(fromContentsOf: prefix)
            end = append(process, to: buffer, at: end)
            buffer[end] = UInt8(ascii: "-")
            return append(number, to: buffer, at: end + 1)
        }
    }

    private static let prefix = Array("PARTYLINE_".utf8)
    private static let digits = Array("0123456789abcdef".utf8)

    /// 16 hexadecimal digits.
    private static func append(_ number: UInt64, to buffer: UnsafeMutableBufferPointer<UInt8>, at start: Int) -> Int {
        for position in 0..<16 {
            buffer[start + position] = digits[Int(truncatingIfNeeded: number >> UInt64(60 - 4 * position)) & 15]
        }
        return start + 16
    }
}
