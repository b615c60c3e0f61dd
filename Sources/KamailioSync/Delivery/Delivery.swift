// SPDX-License-Identifier: Apache-2.0

/// What one Kamailio is known to hold, and what is to be done about it next. Pure; `NodeFeeder` does it.
///
/// Kamailio keeps the tables in memory. A mark of this process among them says that they are whole and fed by it: whoever finds
/// no mark, or another's, compares everything, and sets the mark when nothing is left to send. The mark names the instance of
/// Kamailio that was compared, so that one which restarts in between is not taken for it. What is sent is always the state
/// as it should be, so that sending twice does no harm.
struct Delivery {
    enum Action: Hashable {
        /// Read the mark.
        case check
        /// Read all tables and tell `compared` what differs.
        case compare
        case send([TableKey])
        /// Set the mark for that instance.
        case mark(String)
        /// Do nothing for so long, or until something changes.
        case rest(Duration)
    }

    private enum Standing {
        /// It may have restarted, or somebody else may have fed it.
        case unchecked
        case foreign
        /// Compared, but not marked yet: that instance.
        case compared(String)
        case fed
    }

    /// How often a Kamailio that is up to date is asked whether it still is.
    static let checkInterval = Duration.seconds(1)
    /// How many entries are sent at a time.
    static let batchSize = 256
    private static let (firstPause, longestPause) = (Duration.milliseconds(100), Duration.seconds(2))

    private var standing = Standing.unchecked
    private var pending: Set<TableKey> = []
    private var failures = 0
    private var mustRest = false
    /// Since when it has not been up to date; nil while it is.
    private(set) var behindSince: ContinuousClock.Instant?

    init(at now: ContinuousClock.Instant) {
        behindSince = now
    }

    /// How many entries wait to be sent.
    var pendingCount: Int { pending.count }
    var isUpToDate: Bool { behindSince == nil }

    func next() -> Action {
        if mustRest { return .rest(failures == 0 ? Self.checkInterval : pause) }
        switch standing {
        case .unchecked: return .check
        case .foreign: return .compare
        case .compared(let instance): return pending.isEmpty ? .mark(instance) : .send(batch)
        case .fed: return pending.isEmpty ? .rest(Self.checkInterval) : .send(batch)
        }
    }

    private var batch: [TableKey] { Array(pending.prefix(Self.batchSize)) }

    private var pause: Duration {
        min(Self.longestPause, Self.firstPause * (1 << min(failures - 1, 10)))
    }

    // MARK: - What happened

    /// The wanted state has changed there.
    mutating func changed(_ keys: some Sequence<TableKey>, at now: ContinuousClock.Instant) {
        pending.formUnion(keys)
        if !pending.isEmpty, behindSince == nil { behindSince = now }
    }

    mutating func checked(isOurs: Bool, at now: ContinuousClock.Instant) {
        failures = 0
        standing = isOurs ? .fed : .foreign
        noteProgress(at: now)
    }

    /// - Parameters:
    ///   - differences: where it has not what it should have now.
    ///   - instance: what it called itself before it was read.
    mutating func compared(_ differences: Set<TableKey>, of instance: String, at now: ContinuousClock.Instant) {
        failures = 0
        standing = .compared(instance)
        pending = differences
        noteProgress(at: now)
    }

    /// Takes the entries to be sent; what changes from now on is sent again.
    mutating func began(sending keys: [TableKey]) {
        pending.subtract(keys)
    }

    mutating func sent(at now: ContinuousClock.Instant) {
        failures = 0
        noteProgress(at: now)
    }

    mutating func marked(at now: ContinuousClock.Instant) {
        failures = 0
        standing = .fed
        noteProgress(at: now)
    }

    /// It did not answer, or not as it should.
    ///
    /// - Parameter keys: what was being sent.
    mutating func failed(sending keys: [TableKey], at now: ContinuousClock.Instant) {
        failures += 1
        mustRest = true
        standing = .unchecked
        pending.formUnion(keys)
        if behindSince == nil { behindSince = now }
    }

    /// The pause is over, or something changed.
    mutating func rested() {
        mustRest = false
        if pending.isEmpty { standing = .unchecked }
    }

    private mutating func noteProgress(at now: ContinuousClock.Instant) {
        if case .fed = standing, pending.isEmpty {
            behindSince = nil
        } else if behindSince == nil {
            behindSince = now
        }
    }
}
