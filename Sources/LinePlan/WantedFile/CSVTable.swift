// SPDX-License-Identifier: Apache-2.0

/// Any table as CSV that a spreadsheet does not spoil.
public enum CSVTable {
    /// Rows under headings, each with a line end.
    public static func text(headings: [String], rows: [[String]]) -> String {
        ([headings] + rows).map { row in row.map(CSVCell.text).joined(separator: ",") + "\r\n" }.joined()
    }
}
