// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Testing

@testable import WebexAPI

@Suite struct KnownPathsTests {
    private let paths = KnownPaths([
        (.get, "/v1/people"), (.get, "/v1/people/me"), (.get, "/v1/people/{personId}"),
        (.delete, "/v1/people/{personId}"),
    ])

    @Test func `a path's methods are those of the template that fits best`() {
        #expect(paths.methods(at: "/v1/people/me") == ["GET"])
        #expect(paths.methods(at: "/v1/people/abc") == ["DELETE", "GET"])
        #expect(paths.methods(at: "/v1/people") == ["GET"])
    }

    @Test func `an unknown path has none`() {
        #expect(paths.methods(at: "/v1/persons").isEmpty)
        #expect(paths.methods(at: "/v1/people/a/b").isEmpty)
        #expect(paths.methods(at: "/").isEmpty)
    }
}
