// SPDX-License-Identifier: Apache-2.0

import SharedLine

/// A kind of search whose time is taken.
struct Kind {
    let name: String
    let query: MemberQuery
    /// Where the page of 100 begins; nil for a count.
    let start: Int?

    /// How many hits stand on the page, or were counted.
    func run(in store: some Store) async throws -> Int {
        guard let start else { return try await store.memberCount(query) }
        return try await store.members(query, page: Page(start: start, max: 100)).items.count
    }

    /// The same kinds, in the same order, for every organisation. Of the names, some are frequent, some rare, some
    /// absent; "smith" stands far back among last names; every part of "mithann" is frequent, but nobody is called so.
    static func all(in organisation: SkewedOrganisation) -> [Kind] {
        var kinds: [Kind] = []
        func add(_ name: String, start: Int? = 0, _ ask: (inout MemberQuery) -> Void) {
            var query = MemberQuery(organisation: organisation.id, reach: .everywhere)
            ask(&query)
            kinds.append(Kind(name: name, query: query, start: start))
        }
        let (people, locations) = (organisation.people, organisation.locations.map(\.id))
        let number = organisation.phoneNumber(people / 6 * 3) ?? ""
        let numbers = ["408", "\(number.suffix(7))", number, "777777777"]
        let byLastName = [MemberOrder(key: .lastName, isDescending: false)]
        let names = ["a", "q", "x", "an", "qu", "xx", "ann", "smi", "qui", "xxx"]
        for (key, order) in [("id", []), ("last name", byLastName)] {
            for text in names + ["smith", "o'brien", "anna smith", "quick", "mithann"] {
                add("name \(text), by \(key)") { ($0.name, $0.order) = (text, order) }
            }
        }
        for text in numbers { add("number \(text)") { $0.phoneNumber = text } }
        for text in ["10", "10012", "77777"] { add("extension \(text)") { $0.extension = text } }
        add("a location") { $0.location = locations[7] }
        add("a location, name a") { ($0.location, $0.name) = (locations[7], "a") }
        add("half the locations, name a") { ($0.reach, $0.name) = (.only(Set(locations.prefix(250))), "a") }
        add("count everybody", start: nil) { _ in }
        add("count a location", start: nil) { $0.location = locations[7] }
        for text in ["a", "smith", "x"] { add("count name \(text)", start: nil) { $0.name = text } }
        add("everybody, by id, start at half", start: people / 2) { _ in }
        add("name a, by last name, start at half", start: people / 2) { ($0.name, $0.order) = ("a", byLastName) }
        return kinds
    }
}
