//! The arguments that say which collection is read and how; shared by the commands that read one.

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::BoolishValueParser;

use crate::config::{
    Archives, BaseUrl, Config, Count, File, Format, Formats, Group, LanguageArg, Moment, Reader, Server, Zone,
};

use super::Error;
use crate::load::INPUT_FORMATS;

/// Which collection, and how it is read.
#[derive(Debug, Clone, Args)]
pub(super) struct CollectionArgs {
    /// Configuration file [default: feedmill.toml here or in a folder above]
    #[arg(long, value_name = "FILE", env = "FEEDMILL_CONFIG")]
    config: Option<PathBuf>,
    /// Where the output folder will be served
    #[arg(long, value_name = "URL", env = "FEEDMILL_BASE_URL", help_heading = "Output")]
    base_url: Option<BaseUrl>,
    /// Title of the publication
    #[arg(long, value_name = "TEXT", env = "FEEDMILL_TITLE", help_heading = "Output")]
    title: Option<String>,
    /// Language of articles that name none, such as en or pt-BR
    #[arg(long, value_name = "TAG", env = "FEEDMILL_LANGUAGE", help_heading = "Input")]
    language: Option<LanguageArg>,
    #[arg(long, value_name = "NAME", env = "FEEDMILL_INPUT_FORMAT", help_heading = "Input", help = input_format_help())]
    input_format: Option<Reader>,
    /// Taxonomies whose terms get feeds [default: tag,source]
    #[arg(long, value_name = "LIST", value_delimiter = ',', env = "FEEDMILL_TAXONOMY", help_heading = "Feeds")]
    taxonomy: Option<Vec<Group>>,
    /// Publish feeds of each language, where there are several
    #[arg(long, env = "FEEDMILL_LANGUAGES", help_heading = "Feeds", value_parser = BoolishValueParser::new())]
    languages: bool,
    /// Zone of dates that name none, such as Europe/Prague or +02:00 [default: UTC]
    #[arg(long, value_name = "ZONE", env = "FEEDMILL_TIME_ZONE", help_heading = "Dates", allow_hyphen_values = true)]
    time_zone: Option<Zone>,
    /// When the inputs were captured; "4 days ago" is counted from it [default: each file's time of change]
    #[arg(long, value_name = "TIME", env = "FEEDMILL_AS_OF", help_heading = "Dates")]
    as_of: Option<Moment>,
}

fn input_format_help() -> String {
    let names: Vec<_> = INPUT_FORMATS.iter().map(|format| format.name).collect();
    format!("Format of the inputs, where it is not to be found out: {}", names.join(", "))
}

/// What only some commands can say about the output.
#[derive(Debug, Default)]
pub(super) struct OutputArgs {
    pub(super) dir: Option<PathBuf>,
    pub(super) limit: Option<Count>,
    pub(super) min_entries: Option<Count>,
    pub(super) formats: Option<Vec<Format>>,
    pub(super) content: Option<crate::config::ContentMode>,
    pub(super) articles: Option<crate::feed::ArticlePages>,
    pub(super) redirects: Option<Vec<Server>>,
    pub(super) archives: Option<Archives>,
}

impl CollectionArgs {
    /// The configuration file, if there is one.
    pub(super) fn file(&self) -> Option<PathBuf> {
        self.config.clone().or_else(|| File::find(&std::env::current_dir().unwrap_or_default()))
    }

    /// The configuration: flags over environment over file over defaults.
    pub(super) fn resolve(self, inputs: Vec<PathBuf>, output: OutputArgs) -> Result<Config, Error> {
        self.resolve_with(inputs, None, output)
    }

    /// The same; where nothing names an input, this file is one.
    pub(super) fn resolve_with(
        self,
        mut inputs: Vec<PathBuf>,
        usual: Option<&Path>,
        output: OutputArgs,
    ) -> Result<Config, Error> {
        let here = std::env::current_dir().unwrap_or_default();
        let mut file = match self.file() {
            Some(path) => File::read(&path)?,
            None => File::default(),
        };
        if inputs.is_empty() && file.input.is_empty() {
            inputs.extend(usual.map(Path::to_owned));
        }
        set(&mut file.site.base_url, self.base_url);
        set(&mut file.site.title, self.title);
        set(&mut file.site.language, self.language);
        set(&mut file.site.time_zone, self.time_zone);
        set(&mut file.output.taxonomies, self.taxonomy);
        set(&mut file.output.limit, output.limit);
        set(&mut file.output.min_entries, output.min_entries);
        set(&mut file.output.languages, self.languages.then_some(true));
        set(&mut file.output.formats, output.formats.map(Formats));
        set(&mut file.output.content, output.content);
        set(&mut file.output.articles, output.articles);
        // The file may say when their documents are closed; the flag only says that there are some.
        let has_archives = file.output.archives.is_some_and(|archives| archives.0.is_some());
        set(&mut file.output.archives, output.archives.filter(|_| !has_archives));
        set(&mut file.publish.redirects, output.redirects);
        // A folder on the command line is relative to the present one, not to the file's.
        set(&mut file.output.dir, output.dir.map(|dir| here.join(dir)));
        let format = self.input_format.map(|Reader(format)| format);
        let config = file.resolve(inputs, format, self.as_of.map(|Moment(at)| at));
        if config.inputs.iter().all(|input| input.paths.is_empty()) {
            let message = "nothing to read: name files or folders, or give [[input]] tables in feedmill.toml";
            return Err(Error::Usage(message.to_owned()));
        }
        Ok(config)
    }
}

fn set<T>(slot: &mut Option<T>, value: Option<T>) {
    if value.is_some() {
        *slot = value;
    }
}
