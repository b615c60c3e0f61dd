// SPDX-License-Identifier: Apache-2.0

extension WantedFile {
    /// The columns, in the order in which an export writes them.
    static let columns = ["endpoint", "port", "member", "weight", "label", "hotline", "allowDecline", "t38"]

    /// Reads whole lists from CSV: a header, then one row for each key. Rows of one endpoint make its list.
    ///
    /// - Throws: `FileProblems` with everything that is wrong.
    public init(csv text: String, name: String) throws(FileProblems) {
        let notes = ProblemNotes(file: name)
        let rows: [CSVReader.Row]
        do throws(CSVReader.Failure) {
            rows = try CSVReader.rows(of: text)
        } catch {
            throw FileProblems([FileProblem(file: name, line: error.line, text: error.text)])
        }
        guard let reader = CSVWantedReader(header: rows.first, notes) else { throw FileProblems(notes.problems) }
        let lists = reader.lists(rows.dropFirst())
        if !notes.problems.isEmpty { throw FileProblems(notes.problems) }
        self.init(name: name, lists: lists, changes: [])
    }
}

private struct CSVWantedReader {
    private let places: [String: Int]
    private let width: Int
    private let notes: ProblemNotes

    init?(header: CSVReader.Row?, _ notes: ProblemNotes) {
        guard let header else {
            notes.note(nil, "is empty; its first line names the columns: \(WantedFile.columns.joined(separator: ","))")
            return nil
        }
        var places: [String: Int] = [:]
        var isGood = true
        for (place, name) in header.fields.map(\.trimmed).enumerated() {
            guard WantedFile.columns.contains(name), places.updateValue(place, forKey: name) == nil else {
                let known = WantedFile.columns.joined(separator: ", ")
                let what = places[name] == nil ? "there is no column" : "there are two columns"
                let hint = Hint.text(for: name, among: WantedFile.columns)
                notes.note(header.line, "\(what) \"\(name)\"\(hint); there is \(known)")
                isGood = false
                continue
            }
        }
        for name in ["endpoint", "member"] where places[name] == nil {
            notes.note(header.line, "the column \(name) is missing")
            isGood = false
        }
        guard isGood else { return nil }
        self.places = places
        width = header.fields.count
        self.notes = notes
    }

    func lists(_ rows: some Collection<CSVReader.Row>) -> [WantedList] {
        var order: [String] = []
        var keys: [String: (line: Int, keys: [WantedKey])] = [:]
        for row in rows {
            guard row.fields.count == width else {
                notes.note(row.line, "\(row.fields.count) columns where the header has \(width)")
                continue
            }
            guard let endpoint = text("endpoint", row) else {
                notes.note(row.line, "endpoint is empty")
                continue
            }
            if keys[endpoint] == nil { order.append(endpoint) }
            var list = keys[endpoint] ?? (row.line, [])
            if let key = key(row) { list.keys.append(key) }
            keys[endpoint] = list
        }
        return order.compactMap { endpoint in
            keys[endpoint].map { WantedList(endpoint: Located(endpoint, line: $0.line), keys: $0.keys) }
        }
    }

    private func key(_ row: CSVReader.Row) -> WantedKey? {
        guard let member = text("member", row) else {
            notes.note(row.line, "member is empty")
            return nil
        }
        var key = WantedKey(member: Located(member, line: row.line))
        key.port = number("port", row)
        key.weight = number("weight", row)
        key.label = text("label", row)
        key.hotline = text("hotline", row)
        key.allowDecline = flag("allowDecline", row)
        key.t38 = flag("t38", row)
        return key
    }

    /// nil for an empty cell.
    private func text(_ column: String, _ row: CSVReader.Row) -> String? {
        guard let place = places[column] else { return nil }
        let text = CSVCell.value(of: row.fields[place].trimmed)
        return text.isEmpty ? nil : text
    }

    private func number(_ column: String, _ row: CSVReader.Row) -> Int? {
        guard let text = text(column, row) else { return nil }
        if let number = Int(text) { return number }
        notes.note(row.line, "\(column) is a whole number, not \(text)")
        return nil
    }

    /// Spreadsheets write TRUE.
    private func flag(_ column: String, _ row: CSVReader.Row) -> Bool? {
        guard let text = text(column, row) else { return nil }
        switch text.lowercased() {
        case "true": return true
        case "false": return false
        default:
            notes.note(row.line, "\(column) is true or false, not \(text)")
            return nil
        }
    }
}
