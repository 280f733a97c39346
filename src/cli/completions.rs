//! `feedmill completions`
//!
//! What shells complete is made of the command line itself. Bash, zsh and fish also complete the lists of `feedmill list`, and after
//! `tag/` the feeds of the collection, for which they call `feedmill list feeds`. PowerShell and Elvish know only commands and flags.

use std::io::{self, Write as _};

use clap::CommandFactory as _;
use clap_complete::{Shell, generate};

use super::{Cli, Error, Exit};

/// Write what a shell completes the command line by
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

const EXAMPLES: &str = "\
Examples:
  feedmill completions bash    into ~/.local/share/bash-completion/completions/feedmill
  feedmill completions zsh     into _feedmill, in a folder of $fpath
  feedmill completions fish    into ~/.config/fish/completions/feedmill.fish";

/// What Bash does beside what is generated.
const BASH: &str = r#"
_feedmill_lists() {
    local cur="${COMP_WORDS[COMP_CWORD]}"
    if [[ "${COMP_WORDS[COMP_CWORD-1]}" != list || "${cur}" == -* ]]; then
        _feedmill "$@"
        return
    fi
    if [[ "${cur}" == */* ]]; then
        COMPREPLY=( $(compgen -W "$("$1" list feeds 2>/dev/null | tail -n +2 | cut -f 5)" -- "${cur}") )
    else
        COMPREPLY=( $(compgen -W "LISTS" -- "${cur}") )
    fi
    [[ "${COMPREPLY[*]}" == */ ]] && compopt -o nospace
    COMPREPLY+=( $(compgen -f -- "${cur}") )
    return 0
}
complete -F _feedmill_lists -o bashdefault -o default feedmill
"#;

/// What zsh does beside what is generated.
const ZSH: &str = r#"
_feedmill_lists() {
    if [[ "$PREFIX" == */* ]]; then
        local -a feeds
        feeds=(${(f)"$(_call_program feeds feedmill list feeds 2>/dev/null | tail -n +2 | cut -f 5)"})
        compadd -a feeds
    else
        compadd -S '' -- ${(M)${=:-LISTS}:#*/}
        compadd -- ${${=:-LISTS}:#*/}
    fi
    _files
}
"#;

/// What fish does beside what is generated.
const FISH: &str = r#"
function __fish_feedmill_lists
    if string match -q '*/*' -- (commandline -ct)
        feedmill list feeds 2>/dev/null | tail -n +2 | cut -f 5
    else
        string split ' ' 'LISTS'
    end
end
complete -c feedmill -n "__fish_feedmill_using_subcommand list" -a "(__fish_feedmill_lists)"
"#;

/// The words after `list`; those with a slash go on.
const LISTS: &str = "inputs tags sources categories authors languages feeds merged rejections \
                     tag/ source/ category/ author/ language/ feed/";

pub(super) fn run(args: &Args) -> Result<Exit, Error> {
    let mut out = io::stdout().lock();
    out.write_all(script(args.shell).as_bytes())?;
    out.flush()?;
    Ok(Exit::Done)
}

fn script(shell: Shell) -> String {
    let mut script = Vec::new();
    generate(shell, &mut Cli::command(), "feedmill", &mut script);
    let script = String::from_utf8_lossy(&script);
    let with_lists = |more: &str| more.replace("LISTS", LISTS);
    match shell {
        Shell::Bash => format!("{script}{}", with_lists(BASH)),
        Shell::Fish => format!("{script}{}", with_lists(FISH)),
        Shell::Zsh => {
            // Its functions stand before the lines that call or name the main one.
            let (functions, start) = script.rsplit_once("\nif [").unwrap_or((&script, ""));
            let of_list = |line: &str| line.contains("::words -- ");
            let functions = functions.lines().map(|line| {
                if of_list(line) { line.replace(":_files'", ":_feedmill_lists'") + "\n" } else { format!("{line}\n") }
            });
            format!("{}{}\nif [{start}", functions.collect::<String>(), with_lists(ZSH))
        }
        _ => script.into_owned(),
    }
}
