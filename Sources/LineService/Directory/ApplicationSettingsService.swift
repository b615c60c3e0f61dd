// SPDX-License-Identifier: Apache-2.0

public import SharedLine

/// Which forms of a person's app are on, and what rings.
extension DirectoryService {
    /// The app of a calling person.
    public func application(of person: MemberID, for authority: Authority) async throws -> Application {
        _ = try await self.person(person, for: authority)
        guard let application = try await store.application(of: person, in: authority.organisation) else {
            throw ServiceError.notFound(.application)
        }
        return application
    }

    /// How many more lines the app could show.
    public func freeLineCount(of application: Application, for authority: Authority) async throws -> Int {
        let list = try await store.memberList(at: .application(of: application.person), in: authority.organisation)
        guard let list else { return 0 }
        return list.endpoint.model.maxLineCount - list.lines.reduce(0) { $0 + $1.weight }
    }

    /// Switches what the change names and leaves the rest.
    public func setApplication(
        of person: MemberID, _ change: @Sendable (inout ApplicationSettings) -> Void, keyed: KeyedRequest?,
        for authority: Authority
    ) async throws {
        for _ in 0..<Self.maximumAttempts {
            let application = try await application(of: person, for: authority)
            var settings = application.settings
            change(&settings)
            let changed = Application(
                id: application.id, person: person, browserID: application.browserID, settings: settings)
            let edits =
                settings == application.settings
                ? [] : [Edit.setApplication(changed, before: application.settings)]
            do {
                return try await commitOnce(edits, keyed: keyed, for: authority)
            } catch CommitRefusal.moved {
                continue
            }
        }
        throw ServiceError.contended
    }
}
