//! What the configuration asks for.

use std::fmt::Write as _;

use crate::generate::Random;

/// The settings, each as what stands behind its name.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    base_url: &'static str,
    limit: u64,
    formats: &'static str,
    taxonomies: &'static str,
    min_entries: u64,
    content: &'static str,
    articles: &'static str,
    future: &'static str,
    vanished_days: u64,
    /// More lines of `[output]`, and tables of terms.
    output: &'static str,
    terms: &'static str,
    /// Lines that take a run which reads everything.
    odd_output: &'static str,
    odd_tables: &'static str,
}

const FORMATS: &[&str] = &["\"rss\", \"atom\"", "\"atom\"", "\"atom\", \"json\"", "\"rss\", \"atom\", \"json\""];
const TAXONOMIES: &[&str] = &[
    "\"tag\", \"source\"",
    "\"tag\", \"source\"",
    "\"tag\"",
    "\"tag\", \"source\", \"author\"",
    "\"tag\", \"source\", \"author\", \"category\"",
    "",
];
const OUTPUT: &[&str] = &["", "", "max_feed_bytes = 20000\n", "languages = true\n"];
const TERMS: &[&str] = &[
    "",
    "",
    "[tags]\nlimit = 2\n",
    "[tags]\nexcept = [\"Sea\"]\n",
    "[tags]\nonly = [\"Sea\", \"KDE\", \"Rare\", \"Tag 1\", \"Tag 2\", \"Never\"]\n",
    "[tags]\nlabels = { \"kde\" = \"The K Desktop\" }\n",
    "[tags]\nmin_entries = 3\n[sources]\nlimit = 4\n",
    "[[feed]]\nterm = \"tag/sea\"\ntitle = \"The sea\"\nlimit = 12\n",
    "[[feed]]\nterm = \"all\"\nlimit = 25\n",
];
const ODD_OUTPUT: &[&str] = &["archives = 10\n", "archives = true\n"];
const ODD_TABLES: &[&str] = &[
    "[tags]\naliases = { \"Land\" = [\"Sea\"] }\n",
    "[[feed]]\nname = \"Sea and land\"\nany = [\"tag/sea\", \"tag/land\"]\n",
    "[[feed]]\nname = \"Filtered\"\nany = [\"tag/tag 1*\", \"tag/sea\"]\nwords = [\"the\", \"of\"]\nsince = \"40 days\"\n",
];

impl Settings {
    pub(super) fn new(random: &mut Random) -> Self {
        let mut settings = Self {
            base_url: "https://feeds.example.org/",
            limit: *random.choose(&[3, 5, 7]),
            formats: FORMATS[0],
            taxonomies: TAXONOMIES[0],
            min_entries: 1,
            content: "full",
            articles: "missing",
            future: "hold",
            vanished_days: 30,
            output: "",
            terms: "",
            odd_output: "",
            odd_tables: "",
        };
        (0..3).for_each(|_| drop(settings.change(random, false)));
        settings
    }

    /// Changes something, and says what.
    pub(super) fn change(&mut self, random: &mut Random, is_odd: bool) -> String {
        match random.below(if is_odd { 13 } else { 10 }) {
            0 | 1 => self.limit = *random.choose(&[1, 3, 5, 7, 20]),
            2 => self.formats = *random.choose(FORMATS),
            3 => self.taxonomies = *random.choose(TAXONOMIES),
            4 => self.min_entries = *random.choose(&[1, 1, 2, 3]),
            5 => self.content = *random.choose(&["full", "excerpt"]),
            6 => self.output = *random.choose(OUTPUT),
            7 => self.terms = *random.choose(TERMS),
            8 => self.vanished_days = *random.choose(&[0, 1, 30]),
            9 => self.articles = *random.choose(&["missing", "missing", "all", "none"]),
            10 => self.base_url = *random.choose(&["https://feeds.example.org/", "https://other.example/f/"]),
            11 => self.future = *random.choose(&["hold", "publish"]),
            _ if random.one_in(2) => self.odd_output = *random.choose(ODD_OUTPUT),
            _ => self.odd_tables = *random.choose(ODD_TABLES),
        }
        format!("settings: {self:?}")
    }

    pub(super) fn cure(&mut self) {
        (self.odd_output, self.odd_tables) = ("", "");
    }

    pub(super) fn toml(&self) -> String {
        let Self { base_url, limit, formats, taxonomies, min_entries, content, articles, .. } = self;
        let Self { future, vanished_days, .. } = self;
        let mut toml = format!(
            "[site]\nbase_url = \"{base_url}\"\n[publish]\nfuture = \"{future}\"\nvanished_days = {vanished_days}\n"
        );
        writeln!(toml, "[output]\nlimit = {limit}\nformats = [{formats}]\ntaxonomies = [{taxonomies}]").unwrap();
        writeln!(toml, "min_entries = {min_entries}\ncontent = \"{content}\"\narticles = \"{articles}\"").unwrap();
        let odd_tables =
            if self.terms.contains("[tags]") && self.odd_tables.contains("[tags]") { "" } else { self.odd_tables };
        toml + self.output + self.odd_output + self.terms + odd_tables
    }
}
