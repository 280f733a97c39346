//! What happens to a collection from step to step.

use std::fmt::Write as _;
use std::fs;
use std::time::SystemTime;

use chrono::TimeDelta;
use feedmill::internal::catalogue::Catalogue;
use feedmill::internal::site;

use super::{File, Line, NAMED, Piece, RARE, SOURCES, World, is_list};
use crate::generate::Random;
use crate::run::tree;

impl World {
    /// Something happens to an article.
    pub(super) fn edit(&mut self) -> Option<String> {
        let (path, n) = self.pick()?;
        let Line::Piece(mut piece) = self.files[&path].lines[n].clone() else { return None };
        let what = match self.random.below(20) {
            0..=3 => {
                write!(piece.text, " More {}.", self.random.below(100)).unwrap();
                "edited"
            }
            4 | 5 => {
                piece.title = self.title();
                "retitled"
            }
            6..=8 => {
                piece.tags = self.tags();
                "retagged"
            }
            9 => {
                let tag = self.tag();
                piece.tags.push(tag);
                "tagged"
            }
            10 => {
                piece.tags.pop();
                "untagged"
            }
            11 | 12 => {
                piece.date = Some(self.date());
                "redated"
            }
            13 => {
                self.next += 1;
                piece.url = Some(self.url());
                "moved"
            }
            14 => {
                piece.source =
                    Some(if self.random.one_in(2) { self.source() } else { format!("Paper {}", self.random.below(6)) });
                "of another source"
            }
            15 => {
                piece.updated = Some(self.changed());
                "updated"
            }
            16 => {
                piece.tags.iter_mut().for_each(|tag| *tag = tag.to_uppercase());
                "spelt otherwise"
            }
            17 => {
                piece.language = self.random.one_in(2).then(|| "de".to_owned());
                piece.author = Some(format!("Ann {}", self.random.below(4)));
                "of another author and language"
            }
            18 => {
                piece.id = None;
                "without id"
            }
            _ if self.is_odd() => {
                self.make_odd(&mut piece);
                "odd"
            }
            _ => {
                *piece = self.piece();
                "another one"
            }
        };
        self.files.get_mut(&path).unwrap().lines[n] = Line::Piece(piece);
        Some(format!("{path}:{} {what}", n + 1))
    }

    pub(super) fn happen(&mut self) -> Option<String> {
        let what = match self.random.below(45) {
            0..=11 => {
                let path = self.list();
                self.add(&path);
                format!("added to {path}")
            }
            12..=16 => {
                self.add_post();
                format!("post {} added", self.next)
            }
            17..=30 => return self.edit(),
            31 | 32 => {
                let posts = self.posts();
                if posts.len() < 6 {
                    return None;
                }
                let path = self.random.choose(&posts).clone();
                self.files.remove(&path);
                format!("{path} removed")
            }
            33 => {
                let path = self.list();
                let file = self.files.get_mut(&path)?;
                if file.lines.len() < 4 {
                    return None;
                }
                let n = usize::try_from(self.random.below(file.lines.len() as u64)).unwrap();
                file.lines.remove(n);
                format!("{path}:{} removed", n + 1)
            }
            34 => {
                let (path, n) = self.pick()?;
                let line = self.files[&path].lines[n].clone();
                let file = self.files.get_mut(&path)?;
                file.lines.remove(n);
                if !is_list(&path) {
                    self.files.remove(&path);
                }
                let to = self.list();
                self.files.get_mut(&to)?.lines.push(line);
                format!("{path}:{} goes to {to}", n + 1)
            }
            35 => {
                let posts = self.posts();
                if posts.is_empty() {
                    return None;
                }
                let path = self.random.choose(&posts).clone();
                let file = self.files.remove(&path)?;
                self.next += 1;
                let to = format!("in/posts/renamed-{}.md", self.next);
                self.files.insert(to.clone(), file);
                format!("{path} renamed to {to}")
            }
            36 if self.random.one_in(3) => {
                // More at once than a feed shows.
                let (path, count) = (self.list(), 4 + self.random.below(12));
                let (at, tag) = (self.date(), self.tag());
                for _ in 0..count {
                    let piece = self.piece();
                    let tags = piece.tags.iter().cloned().chain([tag.clone()]).collect();
                    let piece = Piece { date: Some(at.clone()), tags, ..piece };
                    self.files.get_mut(&path)?.lines.push(Line::Piece(Box::new(piece)));
                }
                format!("{count} added at once to {path} ({at}, {tag})")
            }
            37 if self.random.one_in(4) => self.change_settings(),
            37 => {
                let (path, n) = self.pick()?;
                let Line::Piece(mut piece) = self.files[&path].lines[n].clone() else { return None };
                let to = self.list();
                if self.random.one_in(2) {
                    piece.title.push_str(", as told elsewhere");
                }
                if self.random.one_in(2) {
                    piece.text.push_str(" And more is told elsewhere.");
                }
                self.files.get_mut(&to)?.lines.push(Line::Piece(piece));
                format!("{path}:{} also in {to}", n + 1)
            }
            38 if self.random.one_in(2) => {
                self.next += 1;
                let path = format!("in/more/{}.jsonl", self.next);
                (0..3).for_each(|_| self.add(&path));
                format!("{path} added")
            }
            39 if self.random.one_in(3) => {
                // A tag goes from all articles.
                let tag = self.tag();
                let mut count = 0;
                let posts = self.files.iter_mut().filter(|(path, _)| !is_list(path));
                for line in posts.flat_map(|(_, file)| &mut file.lines) {
                    let Line::Piece(piece) = line else { continue };
                    let before = piece.tags.len();
                    piece.tags.retain(|known| *known != tag);
                    count += before - piece.tags.len();
                }
                format!("{tag} gone from {count} posts")
            }
            40 => {
                let tag = (*self.random.choose(RARE)).to_owned();
                let (path, n) = self.pick()?;
                if let Line::Piece(piece) = &mut self.files.get_mut(&path)?.lines[n] {
                    piece.tags.push(tag.clone());
                }
                format!("{path}:{} has {tag}, too", n + 1)
            }
            41 | 42 => self.respell(),
            44 => {
                let (path, n) = self.pick()?;
                let Line::Piece(mut piece) = self.files[&path].lines[n].clone() else { return None };
                piece.extra.clear();
                if self.random.one_in(2) {
                    self.hide(&mut piece);
                }
                let what = format!("{path}:{} has {:?}", n + 1, piece.extra);
                self.files.get_mut(&path)?.lines[n] = Line::Piece(piece);
                what
            }
            43 => {
                let rare = if self.random.one_in(2) { RARE } else { SOURCES };
                let name = (*self.random.choose(rare)).to_owned();
                for piece in self.pieces() {
                    piece.tags.retain(|tag| *tag != name);
                    piece.source.take_if(|source| *source == name);
                }
                format!("{name} is nowhere any more")
            }
            _ => return None,
        };
        Some(what)
    }

    fn pieces(&mut self) -> impl Iterator<Item = &mut Piece> {
        let lines = self.files.values_mut().flat_map(|file| &mut file.lines);
        lines.filter_map(|line| if let Line::Piece(piece) = line { Some(&mut **piece) } else { None })
    }

    /// A tag or a source is spelt otherwise, in all articles or in some.
    fn respell(&mut self) -> String {
        let is_source = self.random.one_in(3);
        let from = if is_source { self.source() } else { self.tag() };
        let to = match self.random.below(3) {
            0 => from.to_uppercase(),
            1 => from.to_lowercase(),
            _ => format!("{from}'"),
        };
        let one_in = *self.random.choose(&[1, 1, 2, 4]);
        let (mut random, mut count) = (Random(self.random.below(u64::MAX)), 0);
        for name in
            self.pieces().flat_map(|piece| if is_source { piece.source.as_mut_slice() } else { &mut piece.tags })
        {
            if *name == from && random.one_in(one_in) {
                name.clone_from(&to);
                count += 1;
            }
        }
        format!("{from} is {to} in {count} articles")
    }

    pub(super) fn change_settings(&mut self) -> String {
        let is_odd = self.oddness > 0 && self.random.one_in(2);
        self.settings.change(&mut self.random, is_odd)
    }

    pub(super) fn happen_oddly(&mut self) -> Option<String> {
        let what = match self.random.below(17) {
            0 => {
                let path = self.list();
                let texts = ["{\"title\": ", "no JSON at all", "", "[]", "{}", "{\"title\": \"\", \"url\": \"\"}"];
                let text = (*self.random.choose(&texts)).to_owned();
                self.files.get_mut(&path)?.lines.push(Line::Broken(text));
                format!("broken line in {path}")
            }
            1 => {
                let posts = self.posts();
                let path = self.random.choose(&posts).clone();
                let texts = ["---\ntitle: [\n---\n", "", "\u{FEFF}", "---\ntitle: x"];
                let lines = vec![Line::Broken((*self.random.choose(&texts)).to_owned())];
                self.files.insert(path.clone(), File { lines, ..File::default() });
                format!("{path} broken")
            }
            2 => {
                let path = self.list();
                let file = self.files.get_mut(&path)?;
                file.has_crlf = !file.has_crlf;
                format!("line ends of {path}")
            }
            3 => {
                let path = self.list();
                let file = self.files.get_mut(&path)?;
                file.is_unfinished = !file.is_unfinished;
                format!("end of {path}")
            }
            4 => {
                let path = self.list();
                self.files.get_mut(&path)?.has_mark ^= true;
                format!("byte order mark of {path}")
            }
            5 => {
                let path = self.list();
                self.files.get_mut(&path)?.lines.clear();
                format!("{path} emptied")
            }
            6 => {
                let path = self.list();
                if path == NAMED {
                    return None;
                }
                self.files.remove(&path);
                format!("{path} removed")
            }
            7 => {
                let path = self.list();
                if path == NAMED {
                    return None;
                }
                self.next += 1;
                let to = format!("in/more/renamed-{}.jsonl", self.next);
                let file = self.files.remove(&path)?;
                self.files.insert(to.clone(), file);
                format!("{path} renamed to {to}")
            }
            8 => {
                let path = self.list();
                let file = self.files.get_mut(&path)?;
                file.lines.reverse();
                format!("{path} the other way round")
            }
            9 => {
                let paths: Vec<String> = self.files.keys().cloned().collect();
                let path = self.random.choose(&paths).clone();
                let file = fs::File::options().append(true).open(self.scratch.path().join(&path)).ok()?;
                file.set_modified(SystemTime::from(self.now - TimeDelta::minutes(1))).unwrap();
                format!("{path} touched")
            }
            10 | 11 => {
                let out = self.scratch.path().join("out");
                let paths: Vec<String> = tree(&out).into_keys().collect();
                let path = self.random.choose(&paths).clone();
                if self.random.one_in(2) {
                    fs::remove_file(out.join(&path)).unwrap();
                    format!("published {path} removed")
                } else {
                    // One that is as long as it was is not noticed.
                    fs::write(out.join(&path), "mine").unwrap();
                    format!("published {path} written over")
                }
            }
            12 => {
                let memory = Catalogue::open(&self.scratch.path().join("out")).unwrap().memory().unwrap();
                let ids: Vec<String> = memory.articles.values().map(|record| record.id.to_string()).collect();
                if ids.is_empty() {
                    return None;
                }
                let id = self.random.choose(&ids).clone();
                let said = self.scratch.run(&["ledger", "forget", "-o", "out", &id]);
                assert_eq!(said.code, 0, "{said:?}");
                format!("{id} forgotten")
            }
            13 => {
                let run = site::Run::at(self.now).dry_run(true).accept_shrink(true);
                let _ = site::build(&self.config("out"), &run);
                "tried".to_owned()
            }
            14 if !self.had_great_burst => {
                self.had_great_burst = true;
                let path = "in/more/burst.jsonl";
                let day = self.now.format("%Y-%m-%d").to_string();
                for n in 0..505 {
                    let piece = self.piece();
                    let date = if n % 5 == 0 { day.clone() } else { format!("{day}T09:{:02}:{:02}Z", n % 60, n % 7) };
                    let piece = Piece { date: Some(date), tags: vec!["Sea".to_owned()], is_odd: true, ..piece };
                    self.files.entry(path.to_owned()).or_default().lines.push(Line::Piece(Box::new(piece)));
                }
                "500 in a day".to_owned()
            }
            15 => {
                // A new line in the midst of others.
                let path = self.list();
                let piece = self.piece();
                let file = self.files.get_mut(&path)?;
                let n = usize::try_from(self.random.below(file.lines.len() as u64 + 1)).unwrap();
                file.lines.insert(n, Line::Piece(Box::new(piece)));
                format!("{path}:{} comes between", n + 1)
            }
            _ => self.change_settings(),
        };
        Some(what)
    }

    pub(super) fn go_on(&mut self) -> String {
        let by = match self.random.below(30) {
            0 | 1 => TimeDelta::zero(),
            2 => TimeDelta::days(1 + self.number(3)),
            3 if self.random.one_in(4) => TimeDelta::days(100),
            4 if self.random.one_in(3) => TimeDelta::days(32),
            5 if self.random.one_in(4) => TimeDelta::minutes(-1 - self.number(3_000)),
            6..=10 => TimeDelta::hours(self.number(20)),
            _ => TimeDelta::minutes(1 + self.number(30)),
        };
        self.now += by;
        format!("{by} on")
    }
}
