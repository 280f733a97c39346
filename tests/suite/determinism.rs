//! The same collection gives the same bytes, whatever is around it; and what is the same is not touched.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::run::{Scratch, finish, repository, tree};

/// The sample, the hostile collection and a page, in a folder of their own.
fn collection() -> Scratch {
    let scratch = Scratch::new();
    for folder in ["tests/sample", "tests/hostile"] {
        for (name, bytes) in tree(&repository().join(folder)) {
            scratch.file(&format!("{}-{name}", &folder[6..]), bytes);
        }
    }
    scratch
}

const INPUTS: [&str; 6] = [
    "sample-articles.json",
    "sample-chaoxineng.txt",
    "sample-harbour-festival.txt",
    "sample-tidal-power.txt",
    "hostile-articles.jsonl",
    "hostile-page.txt",
];

/// Variables of the environment.
type Environment<'e> = &'e [(&'e str, &'e str)];

#[test]
fn order_threads_zone_locale_and_present_folder_change_nothing() {
    let scratch = collection();
    let build = |inputs: &[&str], env: Environment<'_>| {
        let out = scratch.path().join("out");
        let _ = fs::remove_dir_all(&out);
        let fixed = ["build", "-q", "-o", "out", "--format", "json,atom,rss", "--as-of", "2026-11-12T09:00:00Z"];
        let mut command = scratch.command(&[&fixed, inputs].concat());
        command.envs(env.iter().copied());
        let said = finish(command);
        assert_eq!(said.code, 0, "{said:?}");
        tree(&out)
    };
    let reference = build(&INPUTS, &[]);
    assert!(reference.len() > 200, "{}", reference.len());
    let mut reversed = INPUTS;
    reversed.reverse();
    let mut rotated = INPUTS;
    rotated.rotate_left(2);
    let twice = [&INPUTS[..], &INPUTS[..2]].concat();
    let runs: [(&[&str], Environment<'_>); 8] = [
        (&reversed, &[]),
        (&rotated, &[]),
        (&twice, &[]),
        (&INPUTS, &[("TZ", "Pacific/Kiritimati"), ("LC_ALL", "tr_TR.UTF-8")]),
        (&INPUTS, &[("TZ", "America/Los_Angeles"), ("LANG", "ar_EG.UTF-8"), ("LC_ALL", "C")]),
        (&INPUTS, &[("RAYON_NUM_THREADS", "1")]),
        (&reversed, &[("RAYON_NUM_THREADS", "16")]),
        (&reversed, &[("HOME", "/nonexistent")]),
    ];
    for (inputs, env) in runs {
        assert!(build(inputs, env) == reference, "{inputs:?} {env:?}");
    }
}

/// Size, time of change and identity of every file below a folder.
fn stats(root: &Path) -> BTreeMap<String, (u64, SystemTime, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    tree(root)
        .into_keys()
        .map(|name| {
            let meta = fs::metadata(root.join(&name)).unwrap();
            (name, (meta.len(), meta.modified().unwrap(), meta.ino()))
        })
        .collect()
}

#[test]
fn a_run_that_changes_nothing_touches_nothing() {
    let scratch = collection();
    let first = scratch.build(&INPUTS).report();
    assert!(first["generated"]["files"]["written"].as_u64().unwrap() > 100);
    let before = stats(&scratch.path().join("out"));
    std::thread::sleep(Duration::from_millis(20));
    let second = scratch.build(&INPUTS).report();
    assert_eq!(second["generated"]["files"]["written"], 0);
    assert_eq!(second["generated"]["feeds"]["changed"], 0);
    assert_eq!(stats(&scratch.path().join("out")), before);
}

#[test]
fn another_day_changes_nothing() {
    use feedmill::internal::{config, site};
    let scratch = collection();
    let build = |now: &str| {
        let mut file = config::File::default();
        file.output.dir = Some(scratch.path().join("out"));
        let inputs = vec![scratch.path().join(INPUTS[0]), scratch.path().join(INPUTS[3])];
        let config = file.resolve(inputs, None, Some("2026-11-12T09:00:00Z".parse().unwrap()));
        site::build(&config, &site::Run::at(now.parse().unwrap())).unwrap()
    };
    build("2026-11-22T10:00:00Z");
    let before = stats(&scratch.path().join("out"));
    for now in ["2026-11-23T00:00:01Z", "2027-03-28T01:30:00Z", "2038-01-19T03:14:08Z"] {
        assert_eq!(build(now).files.written, 0, "{now}");
    }
    assert_eq!(stats(&scratch.path().join("out")), before);
}

#[test]
fn an_article_of_the_future_waits_until_it_is_due() {
    use feedmill::internal::{config, site};
    let scratch = Scratch::new();
    let input = scratch.file(
        "a.json",
        r#"[{"title":"Now","published":"2026-07-01T10:00:00Z"},{"title":"Then","published":"2026-07-02T10:00:00Z"}]"#,
    );
    let mut file = config::File::default();
    file.output.dir = Some(scratch.path().join("out"));
    let config = file.resolve(vec![input], None, None);
    let build = |now: &str| site::build(&config, &site::Run::at(now.parse().unwrap())).unwrap();
    assert_eq!(build("2026-07-02T09:00:00Z").articles.held, 1);
    assert_eq!(scratch.atom().entries().len(), 1);
    let due = build("2026-07-02T09:58:00Z");
    assert_eq!((due.articles.held, due.feeds.changed), (0, 1));
    assert_eq!(scratch.atom().entries()[0].title().as_str(), "Then");
}

#[test]
fn ids_do_not_depend_on_address_tags_zone_or_neighbours() {
    let ids = |json: &str, args: &[&str]| -> BTreeMap<String, String> {
        let scratch = Scratch::new();
        scratch.file("a.json", json);
        let said = scratch.run(&[&["build", "a.json", "-o", "out", "-q"], args].concat());
        assert_eq!(said.code, 0, "{said:?}");
        scratch.atom().entries().iter().map(|entry| (entry.title().to_string(), entry.id().to_owned())).collect()
    };
    let a = r#"{"title":"A","source":"S","published":"2026-07-01","tags":["x"]}"#;
    let b = r#"{"title":"B","url":"https://s.example/b","published":"2026-07-01T23:30:00+05:00"}"#;
    let c = r#"{"title":"C","id":"tag:s.example,2026:c","published":"2026-07-01"}"#;
    let reference = ids(&format!("[{a},{b},{c}]"), &[]);
    assert_eq!(reference["C"], "tag:s.example,2026:c");
    let moved =
        ids(&format!("[{c},{b},{a}]"), &["--base-url", "https://elsewhere.example/", "--time-zone", "Asia/Tokyo"]);
    assert_eq!(moved, reference);
    let tagged = ids(&format!("[{}]", a.replace("\"x\"", "\"y\",\"z\"")), &[]);
    assert_eq!(tagged["A"], reference["A"]);
    let with_slash = ids(&format!("[{}]", b.replace("s.example/b", "s.example/b/?utm_medium=feed")), &[]);
    assert_eq!(with_slash["B"], reference["B"]);
}
