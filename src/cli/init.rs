//! `feedmill init`: a commented `feedmill.toml` that fits a collection, and what else a publication needs: cron lines, units and
//! settings of web servers with the real paths in them.

mod paths;
mod snippet;
mod tables;
mod text;

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chrono::Utc;

use super::{Error, Exit};
use crate::article::{path_text, printable};
use crate::config::{Config, FILE_NAME, File};
use crate::feed::Taxonomy;
use crate::publish::FOLDER;
use crate::report::{ArticleCounts, Report};
use crate::site::{self, BuildError, Findings, FirstLook, Run};
use paths::Paths;
use snippet::Snippet;
use text::Collection;

/// Write a commented feedmill.toml that fits a collection, or print what cron, systemd, GitHub or a web server needs
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files and folders that hold the articles [default: this folder]
    #[arg(value_name = "PATH", conflicts_with = "snippet")]
    inputs: Vec<PathBuf>,
    /// The file to write, or - for standard output [default: feedmill.toml]
    #[arg(short, long, value_name = "FILE", conflicts_with = "snippet")]
    output: Option<PathBuf>,
    /// Replace a file that is there
    #[arg(long, conflicts_with = "snippet")]
    force: bool,
    #[command(flatten)]
    snippet: SnippetArgs,
    /// Configuration file that a snippet is made for [default: feedmill.toml here or in a folder above]
    #[arg(long, value_name = "FILE", env = "FEEDMILL_CONFIG")]
    config: Option<PathBuf>,
}

/// Which snippet is printed.
#[derive(Debug, clap::Args)]
#[group(id = "snippet", multiple = false)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
struct SnippetArgs {
    /// Print a line for cron, and write nothing
    #[arg(long)]
    cron: bool,
    /// Print a service and a timer for systemd
    #[arg(long)]
    systemd: bool,
    /// Print a workflow for GitHub that builds, checks and publishes to Pages
    #[arg(long)]
    github_action: bool,
    /// Print a server for nginx
    #[arg(long)]
    nginx: bool,
    /// Print a site for Caddy
    #[arg(long)]
    caddy: bool,
    /// Print a virtual host for Apache
    #[arg(long)]
    apache: bool,
}

impl SnippetArgs {
    fn wanted(&self) -> Option<Snippet> {
        let all = [
            (self.cron, Snippet::Cron),
            (self.systemd, Snippet::Systemd),
            (self.github_action, Snippet::GithubAction),
            (self.nginx, Snippet::Nginx),
            (self.caddy, Snippet::Caddy),
            (self.apache, Snippet::Apache),
        ];
        all.into_iter().find(|(is_wanted, _)| *is_wanted).map(|(_, snippet)| snippet)
    }
}

pub(super) fn run(args: Args) -> Result<Exit, Error> {
    if let Some(snippet) = args.snippet.wanted() {
        return snippet::run(snippet, args.config);
    }
    let to_stdout = args.output.as_deref() == Some(Path::new("-"));
    let file = args.output.filter(|_| !to_stdout).unwrap_or_else(|| PathBuf::from(FILE_NAME));
    if !to_stdout && !args.force && fs::symlink_metadata(&file).is_ok() {
        let message = "is there already, and nothing was written; --force replaces it, --output names another file";
        return Err(Error::Usage(format!("{}: {message}", path_text(&file))));
    }
    let inputs = if args.inputs.is_empty() { vec![PathBuf::from(".")] } else { args.inputs };
    if inputs.iter().any(|input| input.as_os_str() == "-") {
        return Err(Error::Usage(
            "init reads a collection twice, and standard input can be read once; name files".to_owned(),
        ));
    }
    let paths = Paths::of(file.parent().unwrap_or(Path::new("")));
    let (text, report) = configuration(inputs, &paths, &file)?;
    if to_stdout {
        io::stdout().write_all(text.as_bytes())?;
    } else {
        write(&file, &text, args.force).map_err(|error| Error::NotWritten(file.clone(), error))?;
    }
    let (mut stdout, mut stderr) = (io::stdout(), io::stderr());
    // What goes into a pipe is the configuration alone.
    let out: &mut dyn Write = if to_stdout { &mut stderr } else { &mut stdout };
    say(out, (!to_stdout).then_some(&file), &report)?;
    Ok(Exit::Done)
}

/// The text of a configuration that fits the inputs, and what a run with it says.
fn configuration(inputs: Vec<PathBuf>, paths: &Paths, file: &Path) -> Result<(String, Report), Error> {
    let now = Utc::now();
    let mut first = File::default();
    let dir = usual_output(paths.folder());
    first.output.dir = Some(paths.folder().join(dir));
    let look = site::first_look(&first.resolve(inputs.clone(), None, None), now)?;
    let look_at = tables::inputs_of(&look, inputs);
    let tables = tables::tables(&look, &look_at, paths);
    let dir = text::output_of(&look, paths).unwrap_or_else(|| dir.to_owned());
    // All that is certain is in it; then it says of each article what a run would.
    let config = Config {
        limit: usize::MAX,
        most_feeds: Some(usize::MAX),
        taxonomies: vec![Taxonomy::Tag, Taxonomy::Source],
        ..parsed(&text::inputs(&tables, &FirstLook::default(), &Findings::default()), &dir, paths, file)?
    };
    let (findings, report) =
        site::survey(&config, &Run::at(now), |selected, _, report| (Findings::of(selected, report), report.clone()))?;
    if report.articles.accepted == 0 {
        return Err(BuildError::NoArticles(report.rejections, Vec::new()).into());
    }
    let collection = Collection { look: &look, tables: &tables, findings: &findings, report: &report, dir: &dir };
    let text = collection.write(paths);
    parsed(&text, &dir, paths, file)?;
    Ok((text, report))
}

/// The configuration that a text says.
fn parsed(text: &str, dir: &str, paths: &Paths, file: &Path) -> Result<Config, Error> {
    let mut parsed = File::parse(text, file)?;
    paths.folder().clone_into(&mut parsed.folder);
    parsed.output.dir.get_or_insert_with(|| PathBuf::from(dir));
    Ok(parsed.resolve(Vec::new(), None, None))
}

/// The output folder of a publication that is to be in this folder: the usual one, unless something else is called so.
fn usual_output(folder: &Path) -> &'static str {
    const USUAL: &str = "feeds";
    let place = folder.join(USUAL);
    let is_free = !place.exists() || place.join(FOLDER).is_dir();
    if is_free { USUAL } else { "public" }
}

/// Writes a file that is not there, or replaces one if that is asked for.
fn write(file: &Path, text: &str, may_replace: bool) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true);
    if may_replace {
        options.create(true).truncate(true)
    } else {
        options.create_new(true)
    };
    options.open(file)?.write_all(text.as_bytes())
}

/// Says what was found, what of it is wrong, and what to do next.
fn say(out: &mut dyn Write, file: Option<&PathBuf>, report: &Report) -> io::Result<()> {
    /// How many rejections are shown.
    const SHOWN: usize = 3;
    let ArticleCounts { accepted, rejected, .. } = report.articles;
    let articles = counted(accepted, "article", "articles");
    let files = counted(report.inputs.len(), "file", "files");
    match file {
        Some(file) => writeln!(out, "{}: written for {articles} in {files}", path_text(file))?,
        None => writeln!(out, "feedmill: {articles} in {files}")?,
    }
    if rejected > 0 {
        let were = if rejected == 1 {
            "place has no article that can be used"
        } else {
            "places have no article that can be used"
        };
        writeln!(out, "{rejected} {were}; with --strict a build says so and exits with 3:")?;
        for rejection in report.rejections.sorted().into_iter().take(SHOWN) {
            writeln!(out, "  {}", printable(&format!("{}: {}", rejection.origin, rejection.reason)))?;
        }
        if rejected > SHOWN {
            writeln!(out, "  … and {} more; feedmill list --rejections names each", rejected - SHOWN)?;
        }
    }
    let next = match file.filter(|file| file.as_os_str() != FILE_NAME) {
        Some(file) => format!("feedmill build --config {}", snippet::shell(&path_text(file))),
        None => "feedmill build".to_owned(),
    };
    writeln!(out, "next: {next}")
}

/// A number with what it counts.
fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { several })
}

/// A number with commas after thousands.
fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
