// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import StorePostgres

@Suite("Values to the server and back")
struct ValueTests {
    private func answer<Value: ColumnValue>(
        _ type: String, _ value: StorePostgres.Value, as _: Value.Type
    ) async throws -> Value? {
        let store = try await newStore()
        let rows = try await store.search("SELECT $1::\(type)", [value])
        await store.close()
        return try rows.first { row in try row.next() }
    }

    @Test("Each type comes back as it went")
    func types() async throws {
        #expect(try await answer("bigint", .int(Int64.min), as: Int64.self) == .min)
        #expect(try await answer("integer", .int(-7), as: Int.self) == -7)
        #expect(try await answer("boolean", .bool(true), as: Bool.self) == true)
        #expect(try await answer("text", .text("Łódź '\\ \"\n"), as: String.self) == "Łódź '\\ \"\n")
        #expect(try await answer("text", .text(""), as: String.self) == "")
        #expect(try await answer("bytea", .bytes(Data([0, 255, 39])), as: Data.self) == Data([0, 255, 39]))
        #expect(try await answer("bytea", .bytes(Data()), as: Data.self) == Data())
        let uuid = UUID()
        #expect(try await answer("uuid", .uuid(uuid), as: UUID.self) == uuid)
    }

    @Test("A moment comes back to the millisecond, before 1970 and far away too")
    func dates() async throws {
        for milliseconds in [0, 1, -1, 1_795_433_696_125, -62_135_769_600_000] as [Double] {
            let date = Date(timeIntervalSince1970: milliseconds / 1000)
            #expect(try await answer("timestamptz", .date(date), as: Date.self) == date)
        }
    }

    @Test("NULL comes back as nil, and is no value where one is needed")
    func null() async throws {
        #expect(try await answer("text", .text(nil), as: String?.self) == .some(nil))
        #expect(try await answer("uuid", .uuid(nil), as: UUID?.self) == .some(nil))
        await #expect(throws: UnreadableRow.self) { _ = try await answer("text", .text(nil), as: String.self) }
        await #expect(throws: UnreadableRow.self) { _ = try await answer("bigint", .int(1), as: Bool.self) }
    }

    @Test("Lists come back, the empty one and those with gaps too")
    func lists() async throws {
        #expect(try await answer("text[]", .texts([]), as: [String].self) == [])
        #expect(try await answer("text[]", .texts(["a", nil, ""]), as: [String?].self) == ["a", nil, ""])
        #expect(try await answer("bigint[]", .ints([1, nil, -1]), as: [Int64?].self) == [1, nil, -1])
        #expect(try await answer("boolean[]", .bools([true, false]), as: [Bool].self) == [true, false])
        let uuids = [UUID(), UUID()]
        #expect(try await answer("uuid[]", .uuids(uuids), as: [UUID].self) == uuids)
    }

    @Test("NUL, which PostgreSQL keeps in no text, becomes what stands in no name")
    func nul() async throws {
        #expect(try await answer("text", .text("a\u{0}b"), as: String.self) == "a\u{FFFD}b")
    }
}
