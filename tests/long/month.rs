//! A month of cron, every five minutes, and a reader that polls every hour.
//!
//! The clock is made up: each run is told its moment, and the files of the collection have times to match. Articles
//! arrive, are edited, move, gain and lose tags, are withdrawn and come back; files are cut off, go missing and are
//! restored; the clock jumps. The reader asks a stock nginx on the loopback, with the validators that it got.

mod world;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use feedmill::internal::config::{Config, File as ConfigFile};
use feedmill::internal::digest::{Digest, sha256};
use feedmill::internal::site::{self, BuildError, Run};

use crate::Random;
use crate::run::Scratch;
use world::{FILES, TAGS, World, write};

const RUNS: i64 = 8_640;
const PORT: u16 = 18_473;
struct Nginx(Child);

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn nginx(folder: &Path) -> Nginx {
    let conf = format!(
        "daemon off; master_process off; pid {0}/nginx.pid; error_log {0}/error.log; events {{}}\n\
         http {{ access_log off; keepalive_requests 1000000; types {{ text/xml xml; application/json json; }}\n\
         server {{ listen 127.0.0.1:{PORT}; root {0}/out; }} }}",
        folder.display()
    );
    fs::write(folder.join("nginx.conf"), conf).unwrap();
    let mut command = Command::new("nginx");
    command.arg("-p").arg(folder).arg("-c").arg(folder.join("nginx.conf")).arg("-e").arg(folder.join("error.log"));
    let nginx = Nginx(command.spawn().expect("nginx is needed"));
    for _ in 0..100 {
        if TcpStream::connect(("127.0.0.1", PORT)).is_ok() {
            return nginx;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("nginx does not answer");
}

/// What the reader knows of a feed.
#[derive(Default)]
struct Followed {
    validators: Vec<(String, String)>,
    digest: Option<Digest>,
    seen: BTreeSet<usize>,
}

struct Reader {
    stream: BufReader<TcpStream>,
    feeds: BTreeMap<String, Followed>,
    polls: usize,
    unchanged: usize,
    not_modified: usize,
}

impl Reader {
    fn new() -> Self {
        let stream = BufReader::new(TcpStream::connect(("127.0.0.1", PORT)).unwrap());
        Self { stream, feeds: BTreeMap::new(), polls: 0, unchanged: 0, not_modified: 0 }
    }

    /// Asks for a file; gives its text if it has changed. `on_disk` is what the server holds.
    fn poll(&mut self, path: &str, on_disk: Digest, complaints: &mut Vec<String>) -> Option<String> {
        let followed = self.feeds.entry(path.to_owned()).or_default();
        let mut request = format!("GET /{path} HTTP/1.1\r\nHost: localhost\r\n");
        for (name, value) in &followed.validators {
            request.extend([name, ": ", value, "\r\n"]);
        }
        self.stream.get_mut().write_all((request + "\r\n").as_bytes()).unwrap();
        let mut line = String::new();
        self.stream.read_line(&mut line).unwrap();
        let status = line.split(' ').nth(1).unwrap().to_owned();
        let mut headers = HashMap::new();
        loop {
            line.clear();
            self.stream.read_line(&mut line).unwrap();
            let Some((name, value)) = line.trim_end().split_once(": ") else { break };
            headers.insert(name.to_lowercase(), value.to_owned());
        }
        let length = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).unwrap();
        self.polls += 1;
        let is_unchanged = followed.digest == Some(on_disk);
        self.unchanged += usize::from(is_unchanged);
        self.not_modified += usize::from(is_unchanged && status == "304");
        match status.as_str() {
            "304" if !is_unchanged => complaints.push(format!("{path}: changed, and \"not modified\" was answered")),
            "304" => {}
            "200" => {
                followed.digest = Some(sha256(&body));
                let header = |name: &str, as_name: &str| Some((as_name.to_owned(), headers.get(name)?.clone()));
                followed.validators = [header("etag", "If-None-Match"), header("last-modified", "If-Modified-Since")]
                    .into_iter()
                    .flatten()
                    .collect();
                return Some(String::from_utf8(body).unwrap());
            }
            _ => complaints.push(format!("{path}: {status}")),
        }
        None
    }
}

#[test]
#[ignore = "takes minutes, and nginx"]
fn a_month_of_cron() {
    let scratch = Scratch::new();
    let (folder, out) = (scratch.path().join("in"), scratch.path().join("out"));
    fs::create_dir_all(&folder).unwrap();
    fs::create_dir_all(&out).unwrap();
    let _nginx = nginx(scratch.path());
    let mut reader = Reader::new();
    let mut world = World { articles: Vec::new(), random: Random(2_026) };
    let start: DateTime<Utc> = "2026-03-10T00:00:00Z".parse().unwrap();
    let config: Config = {
        let mut file = ConfigFile::parse("[site]\ntime_zone = \"Europe/Prague\"\n", "x".as_ref()).unwrap();
        file.output.dir = Some(out.clone());
        let inputs = FILES.iter().map(|name| folder.join(name)).collect();
        file.resolve(inputs, None, None)
    };
    // Enough to begin with.
    while world.articles.len() < 60 {
        world.happen(0, start, false);
    }
    (0..4).for_each(|file| write(&folder, file, &world.text(file, start), start));

    let mut ids: HashMap<usize, (String, String)> = HashMap::new();
    let mut owners: HashMap<String, usize> = HashMap::new();
    let mut feed_ids: HashMap<String, String> = HashMap::new();
    let mut addresses: HashMap<String, String> = HashMap::new();
    let mut complaints: Vec<String> = Vec::new();
    let (mut published, mut idle, mut refused, mut failed, mut jumps) = (0, 0, 0, 0, 0);
    let mut spoiled: Option<(usize, i64)> = None;
    let mut last_good = 0;
    for run in 0..RUNS {
        let now = start + TimeDelta::minutes(5 * run);
        let changed = world.happen(run, now, spoiled.is_none() && last_good == run - 1);
        if let Some((file, until)) = spoiled
            && run >= until
        {
            write(&folder, file, &world.text(file, now), now);
            spoiled = None;
        }
        if let Some(file) = changed.filter(|file| spoiled.is_none_or(|(bad, _)| bad != *file)) {
            write(&folder, file, &world.text(file, now), now);
        }
        if spoiled.is_none() && run > 100 && world.random.one_in(100) {
            let file = usize::try_from(world.random.below(4)).unwrap();
            let text = world.text(file, now);
            let mut cut = usize::try_from(world.random.below(text.len() as u64)).unwrap();
            while !text.is_char_boundary(cut) {
                cut -= 1;
            }
            if world.random.one_in(4) {
                fs::remove_file(folder.join(FILES[file])).unwrap();
            } else {
                write(&folder, file, &text[..cut], now);
            }
            spoiled = Some((file, run + 1 + i64::try_from(world.random.below(3)).unwrap()));
        }
        let mut clock = now;
        if world.random.one_in(200) {
            clock += TimeDelta::hours(i64::try_from(world.random.below(96)).unwrap() - 48);
            jumps += 1;
        }
        match site::build(&config, &Run::at(clock)) {
            Ok(report) => {
                last_good = run;
                idle += u64::from(report.idle);
                published += u64::from(!report.idle);
            }
            Err(BuildError::Shrunk { .. }) => refused += 1,
            Err(BuildError::Load(_)) => failed += 1,
            Err(error) => panic!("{error}"),
        }
        if run % 12 != 11 {
            continue;
        }
        // The reader's hour.
        let list: serde_json::Value = serde_json::from_slice(&fs::read(out.join("feeds.json")).unwrap()).unwrap();
        for item in list["items"].as_array().unwrap() {
            let term = format!("{} {}", item["_feedmill"]["taxonomy"], item["_feedmill"]["term"]);
            let known = addresses.entry(term.clone()).or_insert_with(|| item["url"].as_str().unwrap().to_owned());
            if *known != item["url"] {
                complaints.push(format!("{run}: the address of {term} moved"));
            }
            let known = feed_ids.entry(term.clone()).or_insert_with(|| item["id"].as_str().unwrap().to_owned());
            if *known != item["id"] {
                complaints.push(format!("{run}: the id of {term} changed"));
            }
        }
        for (term, url) in &addresses {
            let folder = url.trim_start_matches("http://localhost:8000/");
            let path = format!("{folder}atom.xml");
            let local = percent(&path);
            let on_disk = sha256(&fs::read(out.join(&local)).unwrap_or_else(|error| panic!("{local}: {error}")));
            if let Some(text) = reader.poll(&path, on_disk, &mut complaints) {
                for entry in text.split("<entry>").skip(1) {
                    let part = |start: &str, end: &str| {
                        entry.split_once(start).map(|(_, rest)| rest.split_once(end).unwrap().0.to_owned())
                    };
                    let title = part("<title>", "</title>").unwrap();
                    // What stood on a page that was cut off may be half a title.
                    let Some((uid, _)) = title.split_once("Story u").and_then(|(_, rest)| rest.split_once("; edition"))
                    else {
                        continue;
                    };
                    let uid: usize = uid.parse().unwrap();
                    let (id, date) = (part("<id>", "</id>").unwrap(), part("<published>", "</published>").unwrap());
                    let known = ids.entry(uid).or_insert_with(|| (id.clone(), date.clone()));
                    if *known != (id.clone(), date.clone()) {
                        complaints.push(format!("{run}: story {uid} was {known:?}, is {id} of {date} in {term}"));
                    }
                    if *owners.entry(id.clone()).or_insert(uid) != uid {
                        complaints.push(format!("{run}: {id} is of two stories"));
                    }
                    if let Some(followed) = reader.feeds.get_mut(&path) {
                        followed.seen.insert(uid);
                    }
                }
            }
            // All that has been there since before the last run that published must have been seen.
            for article in
                world.articles.iter().filter(|article| article.is_there && article.since < last_good.min(run))
            {
                let belongs = article.tags.iter().any(|tag| {
                    let key = feedmill::internal::article::TermKey::fold(TAGS[*tag]);
                    *term == format!("\"tag\" {:?}", key.as_str())
                });
                let is_recent = now - article.at < TimeDelta::hours(4);
                let is_spoiled = spoiled.is_some_and(|(file, _)| file == article.file);
                if belongs && is_recent && !is_spoiled && !reader.feeds[&path].seen.contains(&article.uid) {
                    complaints.push(format!("{run}: story {} was missed in {term}", article.uid));
                }
            }
        }
        assert!(complaints.len() < 20, "{complaints:#?}");
    }
    let share = 10_000 * reader.not_modified / reader.unchanged;
    println!(
        "{RUNS} runs: {published} published, {idle} idle, {refused} refused, {failed} failed, {jumps} jumps of the clock; \
         {} stories, {} seen; {} polls, {} of feeds that had not changed, {}.{:02}% of these answered \"not modified\"; \
         {} complaints",
        world.articles.len(),
        ids.len(),
        reader.polls,
        reader.unchanged,
        share / 100,
        share % 100,
        complaints.len()
    );
    assert!(complaints.is_empty() && share >= 9_500 && ids.len() > 1_000, "{complaints:#?}");
}

/// A path of a URL as it is in the file system.
fn percent(path: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let hex = [rest.next().unwrap(), rest.next().unwrap()];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}
