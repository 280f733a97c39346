//! Archives as inputs: their files are read as those of a folder are, and nothing else of them.

use std::fs;
use std::io::{Cursor, Write as _};

use bzip2::write::BzEncoder;
use flate2::Compression;
use flate2::write::GzEncoder;
use lzma_rust2::{XzOptions, XzWriter};
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use serde_json::Value;
use zip::unstable::write::FileOptionsExt as _;
use zip::write::SimpleFileOptions;

use crate::run::{Said, Scratch};

/// A zip archive of files with these names and contents.
fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A tar archive of files with these names and contents. A name is written as it is, wherever it leads.
fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, content) in files {
        tar.append(&header(name, tar::EntryType::Regular, content.len()), *content).unwrap();
    }
    tar.into_inner().unwrap()
}

fn header(name: &str, kind: tar::EntryType, size: usize) -> tar::Header {
    let mut header = tar::Header::new_ustar();
    header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
    header.set_entry_type(kind);
    header.set_size(size as u64);
    header.set_mtime(1_783_000_000);
    header.set_mode(0o644);
    header.set_cksum();
    header
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = BzEncoder::new(Vec::new(), bzip2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = XzWriter::new(Vec::new(), XzOptions::with_preset(0)).unwrap();
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, CompressionLevel::Fastest)
}

/// A collection in several files.
const FILES: &[(&str, &[u8])] = &[
    ("export/posts/2026-07-01-lamp.md", b"---\ntitle: Lamp\ntags: [light]\n---\nA lamp.\n"),
    ("export/posts/torch.md", b"---\ntitle: Torch\ndate: 2026-07-02\n---\nA torch.\n"),
    ("export/news.json", b"[{\"title\": \"Candle\", \"published\": \"2026-07-03\", \"url\": \"https://w.example/c\"}]"),
    ("export/package.json", b"{\"title\": \"no article\"}"),
    ("export/.hidden.md", b"# hidden"),
    ("export/_includes/part.md", b"# a part"),
];

fn titles(scratch: &Scratch) -> Vec<String> {
    let mut titles: Vec<String> = scratch.atom().entries().iter().map(|entry| entry.title().to_string()).collect();
    titles.sort();
    titles
}

/// All warnings and rejections of a report, each with its place.
fn said(said: &Said) -> Vec<String> {
    let report = said.report();
    let lines = |of: &str, text: &str| -> Vec<String> {
        let list = report[of].as_array().cloned().unwrap_or_default();
        let say = |line: &Value, key: &str| line[key].as_str().unwrap_or_default().to_owned();
        list.iter().map(|line| format!("{}: {}", say(line, "path"), say(line, text))).collect()
    };
    [lines("warnings", "message"), lines("rejections", "reason")].concat()
}

#[test]
fn an_archive_is_read_as_a_folder_is() {
    let folder = Scratch::new();
    for (name, content) in FILES {
        folder.file(name, content);
    }
    assert_eq!(folder.build(&["export"]).code, 0);
    let want: Vec<_> =
        folder.atom().entries().iter().map(|entry| (entry.title().to_string(), entry.published)).collect();
    assert_eq!(titles(&folder), ["Candle", "Lamp", "Torch"]);
    let archives: &[(&str, Vec<u8>)] = &[
        ("a.zip", zip(FILES)),
        ("a.tar", tar(FILES)),
        ("a.tar.gz", gzip(&tar(FILES))),
        ("a.tgz", gzip(&tar(FILES))),
        ("a.tar.bz2", bzip2(&tar(FILES))),
        ("a.tar.xz", xz(&tar(FILES))),
        ("a.tar.zst", zstd(&tar(FILES))),
        // Nothing in their names says what they are.
        ("zip-archive", zip(FILES)),
        ("tar-archive", tar(FILES)),
        ("packed-tar-archive", gzip(&tar(FILES))),
    ];
    for (name, bytes) in archives {
        let scratch = Scratch::new();
        scratch.file(name, bytes);
        let run = scratch.build(&[name]);
        assert_eq!(run.code, 0, "{name}: {run:?}");
        let found: Vec<_> =
            scratch.atom().entries().iter().map(|entry| (entry.title().to_string(), entry.published)).collect();
        assert_eq!(found, want, "{name}");
        // The same again changes nothing.
        let tree = scratch.tree();
        scratch.build(&[name]);
        assert_eq!(scratch.tree(), tree, "{name}");
    }
}

#[test]
fn files_are_unpacked_whatever_packs_them() {
    let lines = b"{\"title\": \"One\"}\n{\"title\": \"Two\"}\n";
    for (name, bytes) in [
        ("in/a.jsonl.bz2", bzip2(lines)),
        ("in/a.jsonl.xz", xz(lines)),
        ("in/a.jsonl.xz", [xz(b"{\"title\": \"One\"}\n"), xz(b"{\"title\": \"Two\"}\n")].concat()),
        ("in/a.jsonl.bz2", [bzip2(b"{\"title\": \"One\"}\n"), bzip2(b"{\"title\": \"Two\"}\n")].concat()),
    ] {
        let scratch = Scratch::new();
        scratch.file(name, &bytes);
        assert_eq!(scratch.build(&["in"]).code, 0, "{name}");
        assert_eq!(titles(&scratch), ["One", "Two"], "{name}");
        scratch.file("in/b.jsonl", lines);
        scratch.file(name, &bytes[..bytes.len() - 3]);
        let run = scratch.build(&["in", "--accept-shrink"]);
        assert!(said(&run).iter().any(|line| line.contains(name) && line.contains("cut off")), "{run:?}");
    }
}

#[test]
fn what_is_not_read_of_an_archive_is_named() {
    let scratch = Scratch::new();
    let no_text = b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0".repeat(9);
    let many = [
        FILES,
        &[
            ("export/a.jpg", b"\xFF\xD8"),
            ("export/b.jpg", b"\xFF\xD8"),
            ("export/c.rst", b"Title\n====="),
            ("export/inner.zip", b"PK\x03\x04"),
            ("export/broken.json", b"[{\"title\""),
            ("export/no-text.md", &no_text),
            ("../../outside.md", b"# Outside"),
            ("/etc/passwd.md", b"# Absolute"),
            ("C:/windows.md", b"# Drive"),
        ],
    ]
    .concat();
    // More is appended before the two empty blocks at the end.
    let mut whole = tar(&many);
    whole.truncate(whole.len() - 1024);
    let mut links = tar::Builder::new(whole);
    for (name, kind) in [("export/link.md", tar::EntryType::Symlink), ("export/hard.md", tar::EntryType::Link)] {
        let mut header = header(name, kind, 0);
        header.as_old_mut().linkname[..11].copy_from_slice(b"/etc/passwd");
        header.set_cksum();
        links.append(&header, &b""[..]).unwrap();
    }
    links.append(&header("export/pipe.md", tar::EntryType::Fifo, 0), &b""[..]).unwrap();
    for (name, bytes) in [("a.zip", zip(&many)), ("a.tar", links.into_inner().unwrap())] {
        let scratch = Scratch::new();
        scratch.file(name, &bytes);
        let run = scratch.build(&[name]);
        let lines = said(&run);
        assert_eq!(titles(&scratch), ["Candle", "Lamp", "Torch"], "{run:?}");
        let has = |parts: &[&str]| lines.iter().any(|line| parts.iter().all(|part| line.contains(part)));
        assert!(has(&[name, "4 of its files are in no format that is read (2 .jpg, 1 .rst, 1 .zip)"]), "{lines:#?}");
        assert!(has(&[name, "3 of its entries are not read, which are paths that lead out of it"]), "{lines:#?}");
        assert!(has(&[&format!("{name}/export/broken.json: "), "json"]), "{lines:#?}");
        assert!(has(&[&format!("{name}/export/no-text.md: is a picture")]), "{lines:#?}");
        if name == "a.tar" {
            assert!(has(&["2 of its entries are not read, which are links: export/"]), "{lines:#?}");
            assert!(has(&["1 of its entries are not read, which are devices and the like"]), "{lines:#?}");
        }
        // A run with nothing to do says the same, and what is kept for it names no file of the archive.
        let hidden = fs::read(scratch.path().join("out/.feedmill/ledger.sqlite")).unwrap();
        assert!(!hidden.windows(12).any(|bytes| bytes == b"broken.json:"), "{name}");
        let again = scratch.build(&[name]);
        assert_eq!(said(&again), lines);
    }
    scratch.file("empty.zip", zip(&[("a.jpg", b"x")]));
    let run = scratch.build(&["empty.zip"]);
    assert!(run.code != 0 && run.stderr.contains("empty.zip:1: holds no file with a known extension"), "{run:?}");
}

#[test]
fn encrypted_files_are_named() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("open.md", SimpleFileOptions::default()).unwrap();
    zip.write_all(b"---\ntitle: Open\n---\nText").unwrap();
    zip.start_file("closed.md", SimpleFileOptions::default().with_deprecated_encryption(b"secret").unwrap()).unwrap();
    zip.write_all(b"# Closed").unwrap();
    let scratch = Scratch::new();
    scratch.file("a.zip", zip.finish().unwrap().into_inner());
    let run = scratch.build(&["a.zip"]);
    assert_eq!(titles(&scratch), ["Open"]);
    assert!(said(&run).iter().any(|line| line.contains("which are encrypted: closed.md")), "{run:?}");
}

#[test]
fn what_unpacks_to_much_more_is_refused() {
    let noughts = vec![b' '; 18 << 20];
    let bomb = [(&b"[{\"title\": \"Bomb\"}]"[..]), &noughts].concat();
    let nested = gzip(&bomb);
    for (name, bytes) in [
        ("a.zip", zip(&[("a.json", &bomb), ("b.json", b"[{\"title\": \"B\"}]")])),
        ("a.tar.gz", gzip(&tar(&[("a.json", &bomb)]))),
        ("a.tar.xz", xz(&tar(&[("a.json", &bomb)]))),
        ("a.tar.bz2", bzip2(&tar(&[("a.json", &bomb)]))),
    ] {
        let scratch = Scratch::new();
        scratch.file(name, &bytes);
        let run = scratch.build(&[name]);
        assert!(run.code != 0 && run.stderr.contains("times as many bytes as the archive has"), "{name}: {run:?}");
    }
    // A small file that is packed once more.
    let scratch = Scratch::new();
    scratch.file("a.zip", zip(&[("a.json.gz", &nested), ("b.json", b"[{\"title\": \"B\"}]")]));
    let run = scratch.build(&["a.zip"]);
    assert_eq!(titles(&scratch), ["B"]);
    assert!(said(&run).iter().any(|line| line.starts_with("a.zip/a.json.gz: holds more than")), "{run:?}");
}

#[test]
fn a_damaged_archive_says_so() {
    let whole = tar(FILES);
    for (name, bytes) in [
        ("a.zip", zip(FILES)[..300].to_vec()),
        ("b.zip", b"no archive at all".to_vec()),
        ("a.tar", whole[..whole.len() - 1_800].to_vec()),
        ("a.tar.gz", gzip(&whole)[..200].to_vec()),
        ("b.tar.gz", b"no archive at all".to_vec()),
    ] {
        let scratch = Scratch::new();
        scratch.file(name, bytes);
        let run = scratch.build(&[name]);
        assert!(run.code != 0 && run.stderr.contains("archive that can be unpacked"), "{name}: {run:?}");
    }
    // One damaged file costs no other.
    let mut bytes = zip(&[("a.json", b"[{\"title\": \"Alpha\"}]"), ("b.json", b"[{\"title\": \"Beta\"}]")]);
    let at = bytes.windows(6).position(|bytes| bytes == b"a.json").unwrap() + 10;
    bytes[at] ^= 0x55;
    let scratch = Scratch::new();
    scratch.file("a.zip", bytes);
    let run = scratch.build(&["a.zip"]);
    assert_eq!(titles(&scratch), ["Beta"], "{run:?}");
    assert!(said(&run).iter().any(|line| line.starts_with("a.zip/a.json: ")), "{run:?}");
}

#[test]
fn archives_databases_and_spreadsheets_in_a_folder_are_named() {
    let scratch = Scratch::new();
    scratch.file("in/a.md", "---\ntitle: Alpha\n---\nText");
    scratch.file("in/code.zip", zip(&[("readme.md", b"---\ntitle: Of a download\n---\nText")]));
    scratch.file("in/blog.db", b"SQLite format 3\0");
    scratch.file("in/table.xlsx", zip(&[("xl/workbook.xml", b"<workbook/>")]));
    let run = scratch.build(&["in"]);
    assert_eq!(titles(&scratch), ["Alpha"]);
    let lines = said(&run);
    let has = |parts: &[&str]| lines.iter().any(|line| parts.iter().all(|part| line.contains(part)));
    assert!(has(&["in/blog.db: ", "[[input]]", "path = \"in/blog.db\""]), "{lines:#?}");
    assert!(has(&["in/code.zip: ", "[[input]]", "path = \"in/code.zip\""]), "{lines:#?}");
    assert!(has(&["in/table.xlsx: ", "CSV"]), "{lines:#?}");
    // A pattern names archives where it says so.
    scratch.build(&["in/*.md", "in/*.zip"]);
    assert_eq!(titles(&scratch), ["Alpha", "Of a download"]);
    scratch.build(&["in/*.{md,zip}"]);
    assert_eq!(titles(&scratch), ["Alpha", "Of a download"]);
    scratch.build(&["in/*", "--accept-shrink"]);
    assert_eq!(titles(&scratch), ["Alpha"]);
    // A spreadsheet that is named is no archive of its parts.
    let run = scratch.build(&["in/table.xlsx"]);
    assert!(run.code != 0 && run.stderr.contains("a spreadsheet, which is not read; save its table as CSV"), "{run:?}");
}

#[test]
fn a_file_of_an_archive_is_explained() {
    let scratch = Scratch::new();
    scratch.file("a.zip", zip(FILES));
    scratch.build(&["a.zip"]);
    let explain = |file: &str| scratch.run(&["build", "a.zip", "--explain", file, "-o", "out"]);
    let run = explain("a.zip/export/posts/torch.md");
    assert!(run.code == 0 && run.stdout.contains("Torch") && !run.stdout.contains("Lamp"), "{run:?}");
    let run = explain("a.zip");
    assert!(run.code != 0 && run.stderr.contains("holds several files; name one of them"), "{run:?}");
}
