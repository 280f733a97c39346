//! The collection of a month: articles that arrive, change and go, in files of several formats.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::Path;
use std::time::SystemTime;

use chrono::{DateTime, TimeDelta, Utc};

use crate::Random;

pub(super) const TAGS: [&str; 12] =
    ["Harbour", "C++", "C#", "C", "Élan", "Ελλάδα", "潮汐能", "★", "Rail Ways", "O'Neill", "O Neill", "con"];
const SOURCES: [&str; 4] = ["The Tide", "Ellery Post", "Süd-Kurier", "潮报"];

/// What is true of an article.
#[derive(Clone)]
pub(super) struct Article {
    pub(super) uid: usize,
    edition: u32,
    text: u32,
    address: Option<u32>,
    id: bool,
    pub(super) tags: BTreeSet<usize>,
    source: usize,
    pub(super) at: DateTime<Utc>,
    date: Date,
    pub(super) file: usize,
    pub(super) is_there: bool,
    deleted: bool,
    /// The run since which it is as it is.
    pub(super) since: i64,
}

#[derive(Clone, Copy, PartialEq)]
enum Date {
    Exact,
    Day,
    Relative,
    None,
}

/// The files of the collection: an array that an API gives, a log of lines, and pages of one tag.
pub(super) const FILES: [&str; 4] = ["api.json", "log.jsonl", "harbour.txt", "elan.txt"];
/// The tag of a page.
const PAGE_TAGS: [usize; 4] = [0, 0, 0, 4];

impl Article {
    fn title(&self) -> String {
        // An odd end, so that a title that was cut off is not taken for another one.
        format!("Story u{:05}; edition {}", self.uid, self.edition)
    }

    fn body(&self) -> String {
        format!(
            "This is what story {:05} has to say in version {}; it goes on long enough for nobody to take it for another.",
            self.uid, self.text
        )
    }

    fn json(&self, now: DateTime<Utc>) -> String {
        let mut out = serde_json::json!({
            "title": self.title(),
            "source": SOURCES[self.source],
            "tags": self.tags.iter().map(|tag| TAGS[*tag]).collect::<Vec<_>>(),
            "content_text": self.body(),
        });
        if let Some(address) = self.address {
            out["url"] = format!("https://s.example/{}/{address}", self.uid).into();
        }
        if self.id {
            out["id"] = format!("{}", self.uid).into();
        }
        if self.deleted {
            out["deleted"] = true.into();
        }
        if let Some(date) = self.date(now) {
            out["published"] = date.into();
        }
        out.to_string()
    }

    fn date(&self, now: DateTime<Utc>) -> Option<String> {
        match self.date {
            Date::Exact => Some(self.at.format("%Y-%m-%dT%H:%M:%SZ").to_string()),
            Date::Day => Some(self.at.format("%Y-%m-%d").to_string()),
            Date::Relative => Some(match now - self.at {
                since if since < TimeDelta::hours(1) => "a few seconds ago".to_owned(),
                since if since < TimeDelta::days(1) => format!("{} hours ago", since.num_hours()),
                since => format!("{} days ago", since.num_days()),
            }),
            Date::None => None,
        }
    }

    fn card(&self, now: DateTime<Utc>) -> String {
        let (title, source, body) = (self.title(), SOURCES[self.source], self.body());
        let date = self.date(now).map_or(String::new(), |date| format!("time{date}\n\n"));
        format!("{title}\n{title}\n\n{source}\n\n{date}  • News\n  • {source}\n\n{title}\n\n{body}\n\n")
    }
}

/// The collection as it stands.
pub(super) struct World {
    pub(super) articles: Vec<Article>,
    pub(super) random: Random,
}

impl World {
    pub(super) fn text(&self, file: usize, now: DateTime<Utc>) -> String {
        let own = self.articles.iter().rev().filter(|article| article.file == file);
        let there = own.filter(|article| article.is_there || (article.deleted && file < 2));
        match file {
            0 => {
                let items: Vec<String> = there.take(80).map(|article| article.json(now)).collect();
                format!("{{\"status\": \"ok\", \"articles\": [{}]}}", items.join(",\n"))
            }
            1 => there.map(|article| article.json(now) + "\n").collect::<Vec<_>>().into_iter().rev().collect(),
            _ => {
                let cards: String = there.take(60).map(|article| article.card(now)).collect();
                format!("logo\n#\n\nLatest news with #{}\n\n{cards}", TAGS[PAGE_TAGS[file]])
            }
        }
    }

    /// Lets one thing happen, and gives the file that it happened to.
    pub(super) fn happen(&mut self, run: i64, now: DateTime<Utc>, may_edit: bool) -> Option<usize> {
        let random = &mut self.random;
        if random.one_in(4) {
            let uid = self.articles.len();
            let file = usize::try_from(random.below(4)).unwrap();
            let mut tags: BTreeSet<usize> =
                (0..=random.below(2)).map(|_| usize::try_from(random.below(12)).unwrap()).collect();
            let dates = [Date::Exact, Date::Exact, Date::Day, Date::Relative, Date::None];
            let mut date = *random.choose(&dates);
            if file >= 2 {
                tags = [PAGE_TAGS[file]].into();
                date = *random.choose(&[Date::Day, Date::Relative, Date::Relative, Date::None]);
            }
            let ago = TimeDelta::minutes(i64::try_from(random.below(150)).unwrap());
            self.articles.push(Article {
                uid,
                edition: 1,
                text: 1,
                address: (file < 2 && !random.one_in(3)).then_some(1),
                id: file < 2 && random.one_in(3),
                tags,
                source: usize::try_from(random.below(4)).unwrap(),
                at: now - ago,
                date,
                file,
                is_there: true,
                deleted: false,
                since: run,
            });
            return Some(file);
        }
        // What nobody could see in between is not edited twice: then nobody could tell what it was.
        if self.articles.is_empty() || !may_edit || !random.one_in(8) {
            return None;
        }
        // Mostly what is new.
        let recent = self.articles.len().min(150) as u64;
        let back = usize::try_from(random.below(recent)).unwrap();
        let at = self.articles.len() - 1 - back;
        let article = &mut self.articles[at];
        let what = random.below(12);
        if !article.is_there && what < 8 {
            article.is_there = !article.deleted;
            article.since = run;
            return Some(article.file);
        }
        match what {
            0..=2 => article.edition += 1,
            3..=5 => article.text += 1,
            6 | 7 => article.address = article.address.map(|address| address + 1),
            8 if article.file < 2 => {
                let tag = usize::try_from(random.below(12)).unwrap();
                if !article.tags.insert(tag) && article.tags.len() > 1 {
                    article.tags.remove(&tag);
                }
                article.since = run;
            }
            9 => article.is_there = false,
            10 if article.file < 2 && (article.id || article.address.is_some()) => {
                article.is_there = false;
                article.deleted = true;
            }
            _ => return None,
        }
        Some(article.file)
    }
}

/// Writes a file of the collection as if it had been written at a moment.
pub(super) fn write(folder: &Path, file: usize, text: &str, at: DateTime<Utc>) {
    let path = folder.join(FILES[file]);
    fs::write(&path, text).unwrap();
    File::options().write(true).open(&path).unwrap().set_modified(SystemTime::from(at)).unwrap();
}
