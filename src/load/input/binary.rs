//! Files that are no text: what they are, and what to do with them.

use std::path::Path;

/// What files are that begin like this. Of two that fit the first one counts.
const BEGINNINGS: &[(&[u8], &str)] = &[
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive, which is not read; unpack it first"),
    (b"Rar!\x1A\x07", "a RAR archive, which is not read; unpack it first"),
    (b"\x1F\x9D", "packed by compress, which is not read; unpack it first"),
    (b"\x04\x22\x4D\x18", "packed by lz4, which is not read; unpack it first"),
    (b"LZIP", "packed by lzip, which is not read; unpack it first"),
    (b"\x5D\x00\x00", "packed by lzma, which is not read; unpack it first"),
    (b"PK\x03\x04", "a zip archive under another name; unpack it, or name it .zip"),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old document of an office program; save a table as CSV, a text as HTML"),
    (b"SQLite format 3\0", "a SQLite database; say so with --input-format sqlite or `format` in [[input]]"),
    (b"PAR1", "a Parquet table, which is not read; save it as CSV or JSON Lines"),
    (b"Obj\x01", "an Avro file, which is not read; save it as CSV or JSON Lines"),
    (b"%PDF-", "a PDF document, which is not read"),
    (b"\x89PNG", "a picture"),
    (b"\xFF\xD8\xFF", "a picture"),
    (b"GIF8", "a picture"),
];

/// Documents of office programs and books: zip archives of parts that are no articles.
const OFFICE: &[(&str, &str)] = &[
    ("xlsx", SPREADSHEET),
    ("xlsm", SPREADSHEET),
    ("xlsb", SPREADSHEET),
    ("xls", SPREADSHEET),
    ("ods", SPREADSHEET),
    ("numbers", SPREADSHEET),
    ("docx", DOCUMENT),
    ("odt", DOCUMENT),
    ("pages", DOCUMENT),
    ("epub", "a book, which is not read"),
];

const SPREADSHEET: &str = "a spreadsheet, which is not read; save its table as CSV";
const DOCUMENT: &str = "a document of a word processor, which is not read; save it as HTML or Markdown";

fn office(path: &Path) -> Option<&'static str> {
    let extension = path.extension()?.to_str()?;
    OFFICE.iter().find(|(known, _)| extension.eq_ignore_ascii_case(known)).map(|(_, what)| *what)
}

/// Whether its name promises a document of an office program, which is no archive of articles though it is one of parts.
pub(super) fn is_office(path: &Path) -> bool {
    office(path).is_some()
}

/// Whether its name promises a spreadsheet.
pub(super) fn is_spreadsheet(path: &Path) -> bool {
    office(path) == Some(SPREADSHEET)
}

/// What a file is that begins like this and is no text, if it is known.
pub(super) fn what(bytes: &[u8], path: &Path) -> Option<&'static str> {
    office(path).or_else(|| BEGINNINGS.iter().find(|(head, _)| bytes.starts_with(head)).map(|(_, what)| *what))
}
