// SPDX-License-Identifier: Apache-2.0

/// What `/readyz` says.
public struct ReadinessResponse: Sendable {
    public var status: String
    /// Left out where none is fed.
    public var registrars: [RegistrarStanding]

    public init(status: String, registrars: [RegistrarStanding]) {
        self.status = status
        self.registrars = registrars
    }

    public func json() -> [UInt8] {
        JSONWriter.object { object in
            object.field("status", status)
            if registrars.isEmpty { return }
            object.array("registrars") { array in
                for registrar in registrars {
                    array.object {
                        $0.field("name", registrar.name)
                        $0.field("reachable", registrar.isReachable)
                        $0.field("upToDate", registrar.lag == .zero)
                        $0.field("lagMilliseconds", Int(registrar.lag / .milliseconds(1)))
                    }
                }
            }
        }
    }
}

/// A SIP registrar that is fed with lines.
public struct RegistrarStanding: Hashable, Sendable {
    /// Its host and TCP port.
    public var name: String
    /// Whether it answered last time.
    public var isReachable: Bool
    /// How long it has not held what it should.
    public var lag: Duration

    public init(name: String, isReachable: Bool, lag: Duration) {
        self.name = name
        self.isReachable = isReachable
        self.lag = lag
    }
}
