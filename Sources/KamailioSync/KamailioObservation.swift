// SPDX-License-Identifier: Apache-2.0

/// What is worth a line in the log.
public enum KamailioObservation: Sendable {
    /// It answers, for the first time or again.
    case found(KamailioURL)
    case lost(KamailioURL, reason: String)
    /// Its tables were compared with what they should hold: so many entries differed, of so many that there should be.
    case compared(KamailioURL, differences: Int, entries: Int)
    /// The endpoints could not be read.
    case storeAway(String)
}
