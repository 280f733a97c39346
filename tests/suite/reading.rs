//! From a file to its text: encodings, compressed files, and what is too large.

use std::fs::{self, File};
use std::io::Write as _;
use std::process::Stdio;

use encoding_rs::Encoding;
use flate2::Compression;
use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use serde_json::Value;

use crate::run::{Said, Scratch};

fn gzip(text: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_ref()).unwrap();
    encoder.finish().unwrap()
}

fn zstd(text: impl AsRef<[u8]>) -> Vec<u8> {
    compress_to_vec(text.as_ref(), CompressionLevel::Fastest)
}

/// Articles, one a line.
fn lines(titles: &[&str]) -> String {
    titles.iter().flat_map(|title| ["{\"title\":\"", title, "\",\"published\":\"2026-07-01\"}\n"]).collect()
}

/// The titles of all articles, sorted.
fn titles(scratch: &Scratch) -> Vec<String> {
    let mut titles: Vec<_> = scratch.atom().entries().iter().map(|entry| entry.title().as_str().to_owned()).collect();
    titles.sort();
    titles
}

/// Path, line and reason of all rejections.
fn rejections(said: &Said) -> Vec<(String, u64, String)> {
    let rejection = |rejection: &Value| {
        let text = |name: &str| rejection[name].as_str().unwrap().to_owned();
        (text("path"), rejection["line"].as_u64().unwrap_or(0), text("reason"))
    };
    said.report()["rejections"].as_array().unwrap().iter().map(rejection).collect()
}

#[test]
fn texts_are_read_in_their_encodings() {
    let russian = "Новости порта: сегодня утром в гавань вошли два парохода с лесом и углём";
    let japanese = "港のニュース：今朝、木材を積んだ二隻の汽船が入港しました";
    let chinese = "港口新闻：今天早上，两艘满载木材的轮船驶入港口";
    let czech = "Zprávy z přístavu: dnes ráno připluly dvě lodě naložené dřívím";
    let cases = [
        (russian, "koi8-r", "KOI8-U (detected)"),
        (russian, "windows-1251", "windows-1251 (detected)"),
        (japanese, "shift_jis", "Shift_JIS (detected)"),
        (chinese, "gb18030", "GBK (detected)"),
        (czech, "iso-8859-2", "ISO-8859-2 (detected)"),
        ("Un café à Orléans", "windows-1252", "windows-1252 (detected)"),
        (russian, "utf-8", ""),
    ];
    let scratch = Scratch::new();
    for (title, label, told) in cases {
        let (bytes, _, has_failed) = Encoding::for_label(label.as_bytes()).unwrap().encode(title).to_owned();
        assert!(!has_failed, "{label}");
        let article = [b"[{\"title\": \"".as_slice(), &bytes, b"\", \"published\": \"2026-07-01\"}]"].concat();
        scratch.file("a.json", article);
        let said = scratch.build(&["a.json", "--accept-shrink"]);
        assert_eq!(said.code, 0, "{label}: {said:?}");
        assert!(titles(&scratch).contains(&title.to_owned()), "{label}: {:?}", titles(&scratch));
        let report = said.report();
        let warning = report["warnings"].as_array().unwrap().iter().find(|warning| warning["code"] == "encoding");
        let message = warning.map_or("", |warning| warning["message"].as_str().unwrap());
        assert_eq!(message.strip_prefix("not UTF-8; read as ").unwrap_or(message), told);
    }
}

#[test]
fn a_document_says_its_encoding() {
    use feedmill::internal::load::encoding::decode;
    // One that would be taken for another by its bytes alone.
    let cases = [
        ("<?xml version=\"1.0\" encoding=\"iso-8859-2\"?><a>ř</a>", "iso-8859-2", "ISO-8859-2 (declared)"),
        ("<html><meta charset=\"koi8-r\"><p>ё</p>", "koi8-r", "KOI8-R (declared)"),
        ("<?xml version=\"1.0\" encoding=\"windows-1251\"?><a>пар</a>", "utf-8", ""),
    ];
    for (text, label, told) in cases {
        let bytes = Encoding::for_label(label.as_bytes()).unwrap().encode(text).0.into_owned();
        let (read, recoded) = decode(bytes).unwrap();
        assert_eq!(
            (read.as_str(), recoded.map_or(String::new(), |recoded| recoded.to_string())),
            (text, told.to_owned())
        );
    }
    let text = "<?xml version=\"1.0\" encoding=\"utf-16\"?><a>пар</a>";
    let (read, recoded) = decode(text.encode_utf16().flat_map(u16::to_be_bytes).collect()).unwrap();
    assert_eq!((read.as_str(), recoded.unwrap().name), (text, "UTF-16BE"));
}

#[test]
fn compressed_files_are_read_as_what_is_in_them() {
    let scratch = Scratch::new();
    scratch.file("in/a.jsonl.gz", [gzip(lines(&["A1", "A2"])), gzip(lines(&["A3"]))].concat());
    scratch.file("in/b.ndjson.ZST", [zstd(lines(&["B1"])), zstd(lines(&["B2"]))].concat());
    scratch.file("in/c.csv.gz", gzip("title,published\nC1,2026-07-01\n"));
    scratch.file("in/d.json", gzip("[{\"title\": \"D1\"}]"));
    scratch.file("in/left.gz", gzip("nobody says what it is"));
    scratch.file("e", zstd("[{\"title\": \"E1\"}]"));
    let said = scratch.build(&["in", "e"]);
    assert_eq!((said.code, rejections(&said)), (0, Vec::new()), "{said:?}");
    assert_eq!(titles(&scratch), ["A1", "A2", "A3", "B1", "B2", "C1", "D1", "E1"]);
    // Nothing to do, and something after a change.
    assert_eq!(scratch.build(&["in", "e"]).report()["generated"]["files"]["written"], 0);
    scratch.file("in/a.jsonl.gz", gzip(lines(&["A1", "A2", "A4"])));
    assert_eq!(scratch.build(&["in", "e"]).report()["generated"]["articles"]["accepted"], 8);
}

#[test]
fn standard_input_may_be_compressed() {
    let scratch = Scratch::new();
    for (n, input) in [gzip(lines(&["A"])), zstd(lines(&["B"])), lines(&["C"]).into()].into_iter().enumerate() {
        let mut command = scratch.command(&["build", "-", "-o", &format!("out{n}"), "--report", "json"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(&input).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{n}: {}", String::from_utf8_lossy(&output.stderr));
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(report["generated"]["articles"]["accepted"], 1);
    }
}

#[test]
fn a_damaged_archive_is_no_shorter_list() {
    let scratch = Scratch::new();
    let many: Vec<String> = (0..2_000_u32).map(|n| format!("T{}", n.wrapping_mul(2_654_435_761))).collect();
    let many = lines(&many.iter().map(String::as_str).collect::<Vec<_>>());
    let (gz, zst) = (gzip(&many), zstd(&many));
    scratch.file("in/good.json", "[{\"title\": \"Good\"}]");
    scratch.file("in/cut.jsonl.gz", &gz[..gz.len() / 2]);
    scratch.file("in/cut.jsonl.zst", &zst[..zst.len() / 2]);
    let mut wrong = gz.clone();
    *wrong.last_mut().unwrap() ^= 1;
    scratch.file("in/wrong.jsonl.gz", wrong);
    scratch.file("in/other.jsonl.gz", lines(&["not packed"]));
    scratch.file("in/empty.jsonl.gz", "");
    let said = scratch.build(&["in"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(titles(&scratch), ["Good"]);
    let expected = [
        ("in/cut.jsonl.gz", "is no gzip archive that can be unpacked: it is cut off"),
        ("in/cut.jsonl.zst", "is no Zstandard archive that can be unpacked: it is cut off"),
        ("in/empty.jsonl.gz", "is empty"),
        ("in/other.jsonl.gz", "is no gzip archive that can be unpacked: it does not begin like one"),
        (
            "in/wrong.jsonl.gz",
            "is no gzip archive that can be unpacked: corrupt gzip stream does not have a matching checksum",
        ),
    ];
    let expected: Vec<_> = expected.map(|(path, reason)| (path.to_owned(), 1, reason.to_owned())).into();
    assert_eq!(rejections(&said), expected);
    let said = scratch.build(&["in/cut.jsonl.gz"]);
    assert!(said.code == 1 && said.stderr.contains("in/cut.jsonl.gz:1: is no gzip archive"), "{said:?}");
}

#[test]
fn a_long_line_costs_no_more_than_itself() {
    let scratch = Scratch::new();
    scratch.file("feedmill.toml", "[limits]\nline = \"64 KB\"\n");
    let long = format!("{{\"title\":\"Long\",\"text\":\"{}\"}}\n", "word ".repeat(500_000));
    let jsonl = lines(&["A", "B"]) + &long + &lines(&["C"]);
    scratch.file("in/a.jsonl", &jsonl);
    scratch.file("in/b.jsonl.gz", gzip(jsonl.replace("\"A\"", "\"A too\"")));
    let cell = "\n\"\"words\"\", and more".repeat(40_000) + &"x".repeat(65_536);
    scratch.file("in/c.csv", format!("title,text\nD,short\nLong,\"{cell}\"\nE,\"two\nlines\"\nF,a,b\n"));
    let said = scratch.build(&["in"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(titles(&scratch), ["A", "A too", "B", "C", "D", "E"]);
    let reason = |bytes: usize| format!("{bytes} bytes are more than the 65536 that limits.line allows");
    let expected = [
        ("in/a.jsonl".to_owned(), 3, reason(long.len() - 1)),
        ("in/b.jsonl.gz".to_owned(), 3, reason(long.len() - 1)),
        ("in/c.csv".to_owned(), 3, reason(cell.len() + "Long,\"\"".len())),
        ("in/c.csv".to_owned(), 3 + 40_000 + 3, "3 cells where the header has 2".to_owned()),
    ];
    assert_eq!(rejections(&said), expected);
    assert_eq!(scratch.build(&["in", "--strict"]).code, 3);
}

#[test]
fn a_file_of_one_long_line_stops_no_run() {
    let scratch = Scratch::new();
    scratch.file("feedmill.toml", "[limits]\nline = \"1 KB\"\n");
    let long = "x".repeat(100_000);
    scratch.file("a.jsonl", &long);
    scratch.file("b.csv", format!("title,{long}\nNo,header\n"));
    scratch.file("c.jsonl", format!("{long}\nno JSON\n"));
    let all = ["a.jsonl", "b.csv", "c.jsonl"];
    let said = scratch.build(&all);
    assert!(said.code == 1 && said.stderr.contains("there is no article in the inputs"), "{said:?}");
    assert!(said.stderr.contains("a.jsonl:1: 100000 bytes are more than the 1024 that limits.line allows"), "{said:?}");
    scratch.file("good.json", "[{\"title\": \"Good\"}]");
    let said = scratch.build(&[&all[..], &["good.json"]].concat());
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(titles(&scratch), ["Good"]);
    let lines: Vec<_> = rejections(&said).into_iter().map(|(path, line, _)| (path, line)).collect();
    let at = |path: &str, line| (path.to_owned(), line);
    assert_eq!(lines, [at("a.jsonl", 1), at("b.csv", 1), at("c.jsonl", 1), at("c.jsonl", 2)]);
}

#[test]
fn a_document_may_be_too_large() {
    let scratch = Scratch::new();
    scratch.file("feedmill.toml", "[limits]\ndocument = \"1 MB\"\n");
    let large = format!("[{{\"title\": \"Large\"}}{}]", " ".repeat(1 << 20));
    scratch.file("in/a.json", &large);
    scratch.file("in/b.json.gz", gzip(&large));
    scratch.file("in/c.txt.zst", zstd(&large));
    // A format that is read by lines has no limit.
    scratch.file("in/d.jsonl", lines(&["D"]) + &"\n".repeat(1 << 20));
    let wide: Vec<u8> = (lines(&["E"]) + &"\n".repeat(1 << 20)).encode_utf16().flat_map(u16::to_le_bytes).collect();
    scratch.file("in/e.jsonl", wide);
    let said = scratch.build(&["in"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(titles(&scratch), ["D"]);
    let hint = "; limits.document in feedmill.toml raises it";
    let known = |size: usize| format!("{size} bytes are more than the 1048576 that limits.document allows{hint}");
    let unknown = format!("holds more than the 1048576 bytes that limits.document allows{hint}");
    let expected = [
        ("in/a.json", known(large.len())),
        ("in/b.json.gz", unknown.clone()),
        ("in/c.txt.zst", unknown),
        ("in/e.jsonl", known(2 * (lines(&["E"]).len() + (1 << 20)))),
    ];
    assert_eq!(rejections(&said), expected.map(|(path, reason)| (path.to_owned(), 1, reason)));
    let said = scratch.build(&["in/a.json"]);
    assert!(said.code == 1 && said.stderr.contains(hint), "{said:?}");
    scratch.file("feedmill.toml", "[limits]\ndocument = \"3 MB\"\n");
    assert_eq!(scratch.build(&["in"]).report()["generated"]["articles"]["accepted"], 3);
}

#[test]
fn a_file_has_no_more_articles_than_is_said() {
    let files = [
        ("a.csv", "title,published\na,2026-07-01\nb,2026-07-01\nc,2026-07-01\n".to_owned()),
        ("a.jsonl", lines(&["a", "b", "c"])),
        ("a.json", format!("[{}]", lines(&["a", "b", "c"]).trim_end().replace('\n', ",\n"))),
        ("a.xml", {
            let item = |title| format!("<item><title>{title}</title></item>\n");
            format!("<rss version=\"2.0\"><channel>\n{}</channel></rss>", ["a", "b", "c"].map(item).concat())
        }),
    ];
    for (name, content) in files {
        let scratch = Scratch::new();
        scratch.file("feedmill.toml", "[limits]\narticles = 2\n");
        scratch.file(name, content);
        let said = scratch.build(&[name]);
        assert_eq!(titles(&scratch), ["a", "b"], "{name}: {said:?}");
        let rejections = rejections(&said);
        assert_eq!(rejections.len(), 1, "{name}: {rejections:?}");
        let (path, line, reason) = &rejections[0];
        assert!(path == name && *line >= 3 && reason.contains("limits.articles"), "{name}: {rejections:?}");
        assert_eq!(said.report()["generated"]["articles"]["rejected"], 1, "{name}");
    }
}

#[test]
fn a_small_archive_holds_no_crowd_of_articles() {
    let scratch = Scratch::new();
    let titles: Vec<String> = (0..30_000).map(|n| n.to_string()).collect();
    let many = lines(&titles.iter().map(String::as_str).collect::<Vec<_>>());
    let packed = gzip(many);
    let most = packed.len() / 8 + 10_000;
    scratch.file("a.jsonl.gz", packed);
    let articles = scratch.build(&["a.jsonl.gz"]).report()["generated"]["articles"].clone();
    assert_eq!(
        (articles["read"].as_u64(), articles["accepted"].as_u64()),
        (Some(30_000), Some(most as u64)),
        "{articles}"
    );
}

#[test]
fn binary_data_is_no_article() {
    let scratch = Scratch::new();
    scratch.file("in/good.json", "[{\"title\": \"Good\"}]");
    scratch.file("in/picture.txt", b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0".repeat(9));
    // A hole: as large as it says, and nothing in it.
    let hole = scratch.file("in/hole.jsonl", "");
    File::options().write(true).open(hole).unwrap().set_len(1_000).unwrap();
    let said = scratch.build(&["in"]);
    assert_eq!(said.code, 0, "{said:?}");
    let is = |path: &str, what: &str| (path.to_owned(), 1, format!("is {what}"));
    assert_eq!(rejections(&said), [is("in/hole.jsonl", "no text"), is("in/picture.txt", "a picture")]);
}

#[test]
fn contents_are_compared_as_they_lie_there() {
    let scratch = Scratch::new();
    scratch.file("feedmill.toml", "[limits]\nline = \"1 KB\"\n");
    scratch.file("in/a.jsonl", lines(&["A"]) + &"x".repeat(9_000));
    scratch.file("in/b.jsonl.gz", gzip(lines(&["B"])));
    assert_eq!(scratch.build(&["in", "--checksum"]).code, 0);
    // Touched, and not changed.
    for name in ["in/a.jsonl", "in/b.jsonl.gz"] {
        let bytes = fs::read(scratch.path().join(name)).unwrap();
        scratch.file(name, bytes);
    }
    let report = scratch.build(&["in", "--checksum"]).report();
    assert_eq!(report["generated"]["files"]["written"], 0);
    // What is left out counts as well.
    scratch.file("in/a.jsonl", lines(&["A"]) + &"y".repeat(9_001));
    let said = scratch.build(&["in", "--checksum"]);
    assert!(rejections(&said)[0].2.starts_with("9001 bytes"), "{said:?}");
}
