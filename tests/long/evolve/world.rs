//! A collection of stories, and what can happen to it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use chrono::{DateTime, TimeDelta, Utc};
use feedmill::internal::report::Report;
use feedmill::internal::{config, site};
use serde_json::{Value, json};

use crate::generate::Random;
use crate::run::Scratch;

/// How the rows of a file are numbered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Ids {
    /// Each article has its own number for good.
    Own,
    /// The number of the row, newest first: all move with each new article.
    Rows,
    /// The same for all.
    Same,
    None,
}

/// What the articles of a file link to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Links {
    Own,
    /// A place on a page that all share.
    Fragments,
    /// The front page.
    FrontPage,
    None,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Layout {
    Json,
    Rss,
    Lines,
}

#[derive(Debug, Clone)]
pub(super) struct File {
    ids: Ids,
    links: Links,
    layout: Layout,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Date {
    Exact(DateTime<Utc>),
    Day(DateTime<Utc>),
    None,
}

#[derive(Debug, Clone)]
pub(super) struct Story {
    title: String,
    path: String,
    text: String,
    date: Date,
    source: usize,
    tags: Vec<usize>,
    pub(super) file: usize,
    pub(super) is_there: bool,
}

/// The collection, and what is switched on.
pub(super) struct World {
    pub(super) random: Random,
    pub(super) now: DateTime<Utc>,
    pub(super) stories: Vec<Story>,
    pub(super) files: Vec<File>,
    taxonomies: &'static str,
    formats: &'static str,
    pub(super) limit: usize,
    /// Whether the feed showed all stories in the step before.
    pub(super) are_all_shown: bool,
    /// How the source of a number is written now.
    sources: [u32; 3],
    edits: usize,
}

impl World {
    pub(super) fn new(seed: u64) -> Self {
        let mut world = Self {
            random: Random(seed),
            now: "2026-03-01T12:00:00Z".parse().unwrap(),
            stories: Vec::new(),
            files: Vec::new(),
            taxonomies: "\"tag\", \"source\"",
            formats: "\"rss\", \"atom\"",
            limit: 400,
            are_all_shown: true,
            sources: [0; 3],
            edits: 0,
        };
        for _ in 0..3 {
            let file = world.any_file();
            world.files.push(file);
        }
        for _ in 0..6 {
            world.add();
        }
        world
    }

    fn any_file(&mut self) -> File {
        File {
            ids: *self.random.choose(&[Ids::Own, Ids::Rows, Ids::Same, Ids::None]),
            links: *self.random.choose(&[Links::Own, Links::Own, Links::Fragments, Links::FrontPage, Links::None]),
            layout: *self.random.choose(&[Layout::Json, Layout::Rss, Layout::Lines]),
        }
    }

    fn add(&mut self) {
        let n = self.stories.len();
        // Now and then on the day of another one.
        let ago = self.random.below(3) * 24;
        let minute = i64::try_from(self.random.below(600)).unwrap();
        let at = self.now
            - TimeDelta::hours(i64::try_from(ago).unwrap())
            - TimeDelta::minutes(minute)
            - TimeDelta::seconds(i64::try_from(n % 60).unwrap());
        let date = match self.random.below(5) {
            0 => Date::None,
            1 => Date::Day(at),
            _ => Date::Exact(at),
        };
        let count = self.files.len() as u64;
        let story = Story {
            title: format!("Story number {n}"),
            path: format!("{n}"),
            text: format!(
                "What happened in story {n}, told at such length that nobody takes it for the text of another one."
            ),
            date,
            source: usize::try_from(self.random.below(3)).unwrap(),
            tags: (0..self.random.below(3))
                .map(|tag| usize::try_from(tag * 2 + self.random.below(2)).unwrap())
                .collect(),
            file: usize::try_from(self.random.below(count)).unwrap(),
            is_there: true,
        };
        self.stories.push(story);
    }

    /// A story that is there and was not touched yet in this step.
    fn pick(&mut self, touched: &mut BTreeSet<usize>) -> Option<usize> {
        let n = usize::try_from(self.random.below(self.stories.len() as u64)).unwrap();
        (self.stories[n].is_there && touched.insert(n)).then_some(n)
    }

    /// One thing happens. Each story is touched once at most, so that something is left by which it is recognised.
    pub(super) fn evolve(&mut self, touched: &mut BTreeSet<usize>) -> Option<String> {
        self.edits += 1;
        let edit = self.edits;
        let what = self.random.below(16);
        // What no feed shows is compared with what it was when one did: the fewer things change meanwhile, the better.
        (self.are_all_shown || !matches!(what, 7 | 10 | 11 | 15)).then_some(())?;
        match what {
            0..=3 => {
                self.add();
                touched.insert(self.stories.len() - 1);
                Some(format!("a new story {}", self.stories.len() - 1))
            }
            4 => {
                let n = self.pick(touched)?;
                let File { ids, links, .. } = self.files[self.stories[n].file];
                let is_known = ids == Ids::Own || matches!(links, Links::Own | Links::Fragments);
                is_known.then(|| self.stories[n].title = format!("Title {edit} of {n}"))?;
                Some(format!("another title of {n}"))
            }
            5 => {
                let n = self.pick(touched)?;
                // An address that nobody sees does not change before other things do.
                matches!(self.files[self.stories[n].file].links, Links::Own | Links::Fragments).then_some(())?;
                self.stories[n].path = format!("{n}-{edit}");
                Some(format!("another address of {n}"))
            }
            6 => {
                let n = self.pick(touched)?;
                let File { ids, links, .. } = self.files[self.stories[n].file];
                let is_known = ids == Ids::Own || matches!(links, Links::Own | Links::Fragments);
                (is_known || self.stories[n].date != Date::None).then_some(())?;
                write!(self.stories[n].text, " Correction {edit}.").unwrap();
                Some(format!("another text of {n}"))
            }
            7 => {
                let n = self.pick(touched)?;
                let file = usize::try_from(self.random.below(self.files.len() as u64)).unwrap();
                self.stories[n].file = file;
                Some(format!("{n} moves to file {file}"))
            }
            8 => {
                let n = self.pick(touched)?;
                self.stories[n].is_there = false;
                Some(format!("{n} goes"))
            }
            9 => {
                let mut gone = (0..self.stories.len()).filter(|n| !self.stories[*n].is_there && !touched.contains(n));
                let n = gone.next_back()?;
                touched.insert(n);
                self.stories[n].is_there = true;
                Some(format!("{n} comes back"))
            }
            10 | 11 => {
                // Another way to write a file: no story of it may be touched besides.
                let file = usize::try_from(self.random.below(self.files.len() as u64)).unwrap();
                let own: Vec<usize> = (0..self.stories.len()).filter(|n| self.stories[*n].file == file).collect();
                (!own.iter().any(|n| touched.contains(n))).then_some(())?;
                touched.extend(own);
                let new = self.any_file();
                let old = &mut self.files[file];
                match self.random.below(3) {
                    0 => old.ids = new.ids,
                    1 => old.links = new.links,
                    _ => old.layout = new.layout,
                }
                Some(format!("file {file} is written as {:?}", self.files[file]))
            }
            12 => {
                self.taxonomies = self.random.choose::<&str>(&[
                    "\"tag\", \"source\"",
                    "\"source\"",
                    "\"tag\"",
                    "\"tag\", \"source\", \"author\"",
                ]);
                Some(format!("taxonomies {}", self.taxonomies))
            }
            13 => {
                self.formats =
                    self.random.choose::<&str>(&["\"rss\", \"atom\"", "\"atom\"", "\"rss\", \"atom\", \"json\""]);
                Some(format!("formats {}", self.formats))
            }
            14 => {
                self.limit = *self.random.choose(&[1, 5, 400, 400, 400]);
                Some(format!("limit {}", self.limit))
            }
            _ => {
                let source = usize::try_from(self.random.below(3)).unwrap();
                let own: Vec<usize> = (0..self.stories.len()).filter(|n| self.stories[*n].source == source).collect();
                (!own.iter().any(|n| touched.contains(n))).then_some(())?;
                // What is not there would come back with this change and others at once.
                own.iter().all(|n| self.stories[*n].is_there).then_some(())?;
                touched.extend(own);
                self.sources[source] += 1;
                Some(format!("another name of source {source}"))
            }
        }
    }

    /// What the files hold: title, address, number and all else, in the order of the stories, newest first.
    pub(super) fn write(&self, scratch: &Scratch, is_pretty: bool) {
        for (at, file) in self.files.iter().enumerate() {
            let own =
                (0..self.stories.len()).rev().filter(|n| self.stories[*n].is_there && self.stories[*n].file == at);
            let rows: Vec<Value> = own.enumerate().map(|(row, n)| self.row(n, row, file)).collect();
            let (extension, text) = match file.layout {
                Layout::Json if is_pretty => ("json", serde_json::to_string_pretty(&rows).unwrap()),
                Layout::Json => ("json", serde_json::to_string(&rows).unwrap()),
                Layout::Lines => ("jsonl", lines(&rows)),
                Layout::Rss => ("xml", rss(&rows, is_pretty)),
            };
            for other in ["json", "jsonl", "xml"] {
                let _ = std::fs::remove_file(scratch.path().join(format!("in/{at}.{other}")));
            }
            scratch.file(&format!("in/{at}.{extension}"), text);
        }
    }

    fn row(&self, n: usize, row: usize, file: &File) -> Value {
        let story = &self.stories[n];
        let mut value = json!({
            "title": story.title, "content_text": story.text, "author": format!("Author {n}"),
            "source": format!("Source {}{}", story.source, "!".repeat(self.sources[story.source] as usize % 4)),
            "tags": story.tags.iter().map(|tag| format!("Tag {tag}")).collect::<Vec<_>>(),
        });
        let link = match file.links {
            Links::Own => Some(format!("https://s{}.example/{}", story.source, story.path)),
            Links::Fragments => Some(format!("https://s{}.example/changes#p{}", story.source, story.path)),
            Links::FrontPage => Some(format!("https://s{}.example/", story.source)),
            Links::None => None,
        };
        let id = match file.ids {
            Ids::Own => Some((1000 + n).to_string()),
            Ids::Rows => Some(row.to_string()),
            Ids::Same => Some("0".to_owned()),
            Ids::None => None,
        };
        let date = match story.date {
            Date::Exact(at) => Some(at.format("%Y-%m-%dT%H:%M:%SZ").to_string()),
            Date::Day(at) => Some(at.format("%Y-%m-%d").to_string()),
            Date::None => None,
        };
        for (name, text) in [("url", link), ("id", id), ("published", date)] {
            if let Some(text) = text {
                value[name] = text.into();
            }
        }
        value
    }

    /// Publishes the present state.
    pub(super) fn publish(&self, scratch: &Scratch) -> Report {
        let toml = format!(
            "[site]\ntitle = \"T\"\nbase_url = \"https://feeds.example.org/\"\n[output]\ntaxonomies = [{}]\nformats = [{}]\nlimit = {}\n",
            self.taxonomies, self.formats, self.limit
        );
        let mut file = config::File::parse(&toml, "feedmill.toml".as_ref()).unwrap();
        file.output.dir = Some(scratch.path().join("out"));
        let config = file.resolve(vec![scratch.path().join("in")], None, Some(self.now));
        site::build(&config, &site::Run::at(self.now).accept_shrink(true)).unwrap()
    }
}

fn lines(rows: &[Value]) -> String {
    let mut text = String::new();
    for row in rows {
        writeln!(text, "{row}").unwrap();
    }
    text
}

/// The rows as a feed, in one line or in many.
fn rss(rows: &[Value], is_pretty: bool) -> String {
    let end = if is_pretty { "\n" } else { "" };
    let mut text = format!(
        "<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>F</title><link>https://f.example/</link><description>d</description>{end}"
    );
    for row in rows {
        let of = |name: &str| row[name].as_str().map(str::to_owned);
        write!(
            text,
            "<item>{end}<title>{}</title>{end}<dc:creator>{}</dc:creator>{end}<description>{}</description>{end}",
            of("title").unwrap(),
            of("author").unwrap(),
            of("content_text").unwrap()
        )
        .unwrap();
        write!(text, "<source url=\"https://f.example/feed.xml\">{}</source>{end}", of("source").unwrap()).unwrap();
        for tag in row["tags"].as_array().unwrap() {
            write!(text, "<category>{}</category>{end}", tag.as_str().unwrap()).unwrap();
        }
        for (name, element) in [("url", "link"), ("id", "guid"), ("published", "dc:date")] {
            if let Some(value) = of(name) {
                write!(text, "<{element}>{value}</{element}>{end}").unwrap();
            }
        }
        write!(text, "</item>{end}").unwrap();
    }
    text + "</channel></rss>"
}
