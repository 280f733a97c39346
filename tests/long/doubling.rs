//! What an input costs: for each shape, time and memory at n, 2n, 4n and 8n bytes, the largest a megabyte.
//!
//! Whatever a file is made of, twice as much of it takes about twice as long, and a megabyte of it neither much time nor
//! much memory. `SHAPES=csv` measures only those whose names begin so, `BYTES=65536` begins with that many.

mod shapes;

use std::env::var;
use std::fmt::Write as _;
use std::fs;
use std::process::{Command, Stdio};

use crate::run::{AS_OF, Scratch};
use shapes::{SHAPES, Shape, Step};

/// The first of the four sizes, if nothing else is asked for: the last is eight times as large, a megabyte.
const BYTES: usize = 1 << 17;
/// The most memory that a megabyte may cost.
const MOST_MEGABYTES: u64 = 300;
/// By how much more a doubled input may take: twice as long, and some noise.
const MOST_GROWTH: f64 = 2.6;
/// What takes less than this, in seconds, is not compared: it is mostly the start of the process.
const LEAST_SECONDS: f64 = 0.2;

/// The settings with which the rows of a database are published.
const QUERY: &str =
    "[[input]]\npath = \"in/a.sqlite\"\nquery = \"SELECT * FROM a\"\n[[input]]\npath = \"in/plain.json\"\n";

/// What a run cost.
#[derive(Clone, Copy)]
struct Cost {
    /// Seconds of all threads, in the program and in the system.
    seconds: f64,
    /// The most memory that it had at once.
    megabytes: u64,
    /// How many megabytes lie in the folder that it published.
    published: u64,
}

#[test]
#[ignore = "minutes"]
fn costs_grow_with_the_input() {
    let first = var("BYTES").map_or(BYTES, |bytes| bytes.parse().unwrap());
    let wanted = var("SHAPES").unwrap_or_default();
    let mut table = String::from("| shape | seconds | MB of memory | MB published |\n| --- | --- | --- | --- |\n");
    let mut complaints = Vec::new();
    for shape in SHAPES.iter().filter(|shape| shape.name.starts_with(&wanted)) {
        let costs: Vec<Cost> = (0..4).map(|doubled| cost(shape, first << doubled)).collect();
        let column = |show: fn(&Cost) -> String| costs.iter().map(show).collect::<Vec<_>>().join(", ");
        let line = format!(
            "| {} | {} | {} | {} |",
            shape.name,
            column(|cost| format!("{:.2}", cost.seconds)),
            column(|cost| cost.megabytes.to_string()),
            column(|cost| cost.published.to_string()),
        );
        println!("{line}");
        writeln!(table, "{line}").unwrap();
        let (half, whole) = (costs[2], costs[3]);
        if whole.seconds > LEAST_SECONDS && whole.seconds > half.seconds.max(LEAST_SECONDS / 2.0) * MOST_GROWTH {
            complaints.push(format!("{}: {:.2} s become {:.2} s", shape.name, half.seconds, whole.seconds));
        }
        if whole.megabytes > MOST_MEGABYTES {
            complaints.push(format!("{}: {} MB of memory", shape.name, whole.megabytes));
        }
    }
    println!("{} complaints in {} shapes", complaints.len(), table.lines().count() - 2);
    assert!(complaints.is_empty(), "{complaints:#?}");
}

/// What the last step of a shape costs, at so many bytes.
fn cost(shape: &Shape, bytes: usize) -> Cost {
    let scratch = Scratch::new();
    let mut cost = None;
    for step in shape.steps {
        let args: &[&str] = match step {
            Step::Build(make) | Step::Query(make) => {
                let _ = fs::remove_dir_all(scratch.path().join("in"));
                for (name, content) in make(bytes) {
                    scratch.file(&format!("in/{name}"), content);
                }
                // There is always something to publish.
                scratch.file("in/plain.json", "{\"title\": \"Plain\", \"published\": \"2026-01-01\"}");
                if matches!(step, Step::Query(_)) {
                    scratch.file("feedmill.toml", QUERY);
                }
                &["build", "-o", "out", "--as-of", AS_OF, "--base-url", "https://feeds.example.org/"]
            }
            Step::Check(make) => {
                for (name, content) in make(bytes) {
                    scratch.file(&format!("out/{name}"), content);
                }
                &["check", "out"]
            }
        };
        let args = if matches!(step, Step::Build(_)) { [args, &["in"]].concat() } else { args.to_vec() };
        cost = Some(measure(&scratch, &args));
    }
    assert!(scratch.path().join("out").read_dir().is_ok_and(|mut files| files.next().is_some()), "{}", shape.name);
    Cost { published: megabytes_in(&scratch, "out"), ..cost.expect("a shape has a step") }
}

/// Runs the program and asks GNU time what it took.
fn measure(scratch: &Scratch, args: &[&str]) -> Cost {
    let command = scratch.command(args);
    let mut timed = Command::new("/usr/bin/time");
    timed.args(["-q", "-o", "cost", "-f", "%U %S %M"]).arg(command.get_program()).args(command.get_args());
    timed.current_dir(scratch.path()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let status = timed.status().expect("GNU time: apt-get install time");
    assert!(status.code().is_some_and(|code| code < 4), "{status} {args:?}");
    let said = fs::read_to_string(scratch.path().join("cost")).unwrap();
    let figures: Vec<f64> = said.split_whitespace().map(|figure| figure.parse().unwrap()).collect();
    let [user, system, kilobytes] = figures[..] else { panic!("{said}") };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of kilobytes")]
    Cost { seconds: user + system, megabytes: kilobytes as u64 / 1024, published: 0 }
}

fn megabytes_in(scratch: &Scratch, folder: &str) -> u64 {
    let mut bytes = 0;
    let mut folders = vec![scratch.path().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let entry = entry.unwrap();
            let metadata = entry.metadata().unwrap();
            if metadata.is_dir() { folders.push(entry.path()) } else { bytes += metadata.len() }
        }
    }
    bytes >> 20
}
