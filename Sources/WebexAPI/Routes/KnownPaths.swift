// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird

/// Which methods each path knows, for the answer to a request that found no route.
struct KnownPaths: Sendable {
    private let templates: [(segments: [Substring], method: String)]

    /// - Parameter routes: methods and whole paths, parameters in braces.
    init(_ routes: [(method: HTTPRequest.Method, path: String)]) {
        templates = routes.map { (segments: $0.path.split(separator: "/"), method: $0.method.rawValue) }
    }

    /// What "not found" means here: a wrong method on a known path, or no such path.
    func explain(_ error: any Error, _ request: Request) -> any Error {
        guard let error = error as? HTTPError else { return error }
        guard error.status == .notFound else {
            return RequestRefusal.malformedRequest(error.body ?? "The request cannot be used")
        }
        let allowed = methods(at: request.uri.path)
        return allowed.isEmpty ? RequestRefusal.unknownPath : RequestRefusal.methodNotAllowed(allowed)
    }

    /// The methods of the template that fits best: `/people/me` is itself before it is a person.
    func methods(at path: String) -> [String] {
        let segments = path.split(separator: "/")
        let matching = templates.filter { template in
            template.segments.count == segments.count
                && zip(template.segments, segments).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        let fewest = matching.map { $0.segments.count { $0.hasPrefix("{") } }.min()
        return Set(matching.filter { $0.segments.count { $0.hasPrefix("{") } == fewest }.map(\.method)).sorted()
    }
}
