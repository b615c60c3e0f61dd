// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// The index that finds contained text: see `SearchTokens` and `docs/decisions/0004-search-in-sqlite.md`.
    ///
    /// It keeps no text and no positions; a row's tokens are taken out by giving them once more.
    static let search = Migration(
        number: 4,
        sql: """
            CREATE VIRTUAL TABLE member_text USING fts5 (
                tokens, content = '', columnsize = 0, detail = none, tokenize = 'ascii'
            );
            """)
}
