//! `feedmill man`

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Command, CommandFactory as _};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use super::{Cli, Error, Exit};
use crate::article::path_text;
use feedcheck::internal::nearest;

/// Write the manual: one page, or all into a folder
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Args {
    /// Folder for all pages, which is made if it is not there [default: one page to standard output]
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,
    /// The page of a command, such as build or "ledger show" [default: the page that names all commands]
    #[arg(long, value_name = "COMMAND", conflicts_with = "dir")]
    page: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  feedmill man                     to be piped to: man -l -
  feedmill man --page list
  feedmill man share/man/man1      all pages";

pub(super) fn run(args: Args) -> Result<Exit, Error> {
    let mut pages = Vec::new();
    let mut whole = Cli::command().disable_help_subcommand(true);
    whole.build();
    collect(whole, &mut pages);
    if let Some(dir) = args.dir {
        let failed = |error: &io::Error| Error::Manual(format!("{}: {error}", path_text(&dir)));
        fs::create_dir_all(&dir).map_err(|error| failed(&error))?;
        for command in pages {
            let mut text = Vec::new();
            write(&mut text, command.clone())?;
            fs::write(dir.join(Man::new(command).get_filename()), text).map_err(|error| failed(&error))?;
        }
        return Ok(Exit::Done);
    }
    let wanted = match args.page {
        Some(page) => {
            format!("feedmill-{}", page.trim_start_matches("feedmill").trim_matches([' ', '-']).replace(' ', "-"))
        }
        None => "feedmill".to_owned(),
    };
    let Some(command) = pages.iter().find(|command| name(command) == wanted) else {
        let names = pages.iter().filter_map(|command| name(command).strip_prefix("feedmill-"));
        let word = wanted.trim_start_matches("feedmill-");
        let near = nearest(word, names).map_or_else(String::new, |near| format!("; did you mean \"{near}\"?"));
        return Err(Error::Usage(format!("there is no command \"{word}\"{near}")));
    };
    let mut out = io::stdout().lock();
    write(&mut out, command.clone())?;
    out.flush()?;
    Ok(Exit::Done)
}

/// The command and those below it.
fn collect(command: Command, all: &mut Vec<Command>) {
    let below: Vec<Command> = command.get_subcommands().filter(|below| !below.is_hide_set()).cloned().collect();
    all.push(command);
    for below in below {
        collect(below, all);
    }
}

fn name(command: &Command) -> &str {
    command.get_display_name().unwrap_or_else(|| command.get_name())
}

/// Writes a page.
fn write(out: &mut impl Write, command: Command) -> io::Result<()> {
    let sections = command.get_after_long_help().map(ToString::to_string);
    let has_commands = command.has_subcommands();
    let version = command.get_version().unwrap_or_default().to_owned();
    let man = Man::new(command).source(format!("feedmill {version}")).manual("feedmill");
    man.render_title(out)?;
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    man.render_options_section(out)?;
    if has_commands {
        man.render_subcommands_section(out)?;
    }
    // Sections whose lines stay as they are: a heading, then lines that are indented.
    for section in sections.iter().flat_map(|sections| sections.split("\n\n")) {
        let (heading, lines) = section.split_once(":\n").unwrap_or(("", section));
        let mut roff = Roff::new();
        roff.control("SH", [&*heading.to_uppercase()]).control("nf", []);
        for line in lines.lines() {
            roff.text([roman(line.strip_prefix("  ").unwrap_or(line))]);
        }
        roff.control("fi", []);
        roff.to_writer(out)?;
    }
    man.render_version_section(out)
}
