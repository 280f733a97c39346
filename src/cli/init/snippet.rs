//! Snippets: what cron, systemd, GitHub and web servers need, with the real paths in it.
//!
//! Each is a file of `contrib/`, in which the paths of an example stand; these are replaced.

use std::env;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;

use super::paths::plain;
use crate::article::{WebUrl, path_text};
use crate::cli::{Error, Exit};
use crate::config::{Config, FILE_NAME, File};

/// What is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Snippet {
    Cron,
    Systemd,
    GithubAction,
    Nginx,
    Caddy,
    Apache,
}

const CRONTAB: &str = include_str!("../../../contrib/crontab");
const SERVICE: &str = include_str!("../../../contrib/feedmill.service");
const TIMER: &str = include_str!("../../../contrib/feedmill.timer");
const ACTION: &str = include_str!("../../../contrib/github-action.yml");
const NGINX: &str = include_str!("../../../contrib/nginx.conf");
const CADDY: &str = include_str!("../../../contrib/Caddyfile");
const APACHE: &str = include_str!("../../../contrib/apache.conf");

/// The paths of the example in the files: of the program, the configuration's folder and the output folder.
const PROGRAM: &str = "/usr/local/bin/feedmill";
const FOLDER: &str = "/srv/news";
const OUTPUT: &str = "/srv/feeds";

/// The real ones.
struct Places {
    program: String,
    /// The configuration, if there is one.
    file: Option<PathBuf>,
    folder: String,
    output: String,
    base_url: WebUrl,
    is_local: bool,
    /// The file of redirects for a server, if it is written.
    redirects: Vec<&'static str>,
}

/// Prints a snippet.
pub(super) fn run(snippet: Snippet, config: Option<PathBuf>) -> Result<Exit, Error> {
    let places = Places::of(config)?;
    let text = match snippet {
        Snippet::Cron => places.cron(),
        Snippet::Systemd => places.systemd(),
        Snippet::GithubAction => places.action(),
        Snippet::Nginx => places.server(NGINX, "nginx"),
        Snippet::Caddy => places.server(CADDY, "caddy"),
        Snippet::Apache => places.server(APACHE, "apache"),
    };
    io::stdout().write_all(text.as_bytes())?;
    let mut err = io::stderr();
    if places.file.is_none() {
        writeln!(
            err,
            "feedmill: there is no {FILE_NAME} here; `feedmill init` writes one, and then this has its paths"
        )?;
    }
    let is_server = matches!(snippet, Snippet::Nginx | Snippet::Caddy | Snippet::Apache);
    if is_server && places.is_local {
        writeln!(err, "feedmill: no base_url is set; this is made for {}", places.base_url.as_str())?;
    }
    Ok(Exit::Done)
}

impl Places {
    fn of(config: Option<PathBuf>) -> Result<Self, Error> {
        let here = env::current_dir().unwrap_or_default();
        let path = config.or_else(|| File::find(&here)).map(|path| plain(&path));
        let file = match &path {
            Some(path) => File::read(path)?,
            None => File::default(),
        };
        let folder = plain(path.as_ref().map_or(&*here, |_| &file.folder));
        let Config { site, dir, is_local, redirects, .. } = file.resolve(Vec::new(), None, None);
        // One from the root stays as it is.
        let dir = folder.join(dir);
        let program = env::current_exe().ok().and_then(|path| path.canonicalize().ok());
        Ok(Self {
            program: program.map_or_else(|| PROGRAM.to_owned(), |path| text(&path)),
            file: path,
            folder: text(&folder),
            output: text(&plain(&dir)),
            base_url: site.base_url,
            is_local,
            redirects: redirects.into_iter().map(|format| format.name).collect(),
        })
    }

    /// The arguments that name the configuration, where it is not called as usual.
    fn config(&self, quote: impl Fn(&str) -> String) -> String {
        let other = self.file.as_ref().filter(|file| !file.ends_with(FILE_NAME));
        other.map_or_else(String::new, |file| format!(" --config {}", quote(&text(file))))
    }

    fn cron(&self) -> String {
        // In a crontab, a percent sign is the end of a line.
        let quote = |text: &str| shell(text).replace('%', "\\%");
        let command = format!("{} build --quiet{}", quote(&self.program), self.config(quote));
        CRONTAB.replace(FOLDER, &quote(&self.folder)).replace("feedmill build --quiet", &command)
    }

    fn systemd(&self) -> String {
        let folder = self.folder.replace('%', "%%");
        let quote = |text: &str| unit(text);
        let build = format!(
            "ExecStart={} build --output {} --quiet{}",
            quote(&self.program),
            quote(&self.output).replace('$', "$$"),
            self.config(|path| quote(path).replace('$', "$$"))
        );
        let service = SERVICE
            .replace(&format!("ExecStart={PROGRAM} build --output {OUTPUT} --quiet"), &build)
            .replace(&format!("WorkingDirectory={FOLDER}"), &format!("WorkingDirectory={folder}"))
            .replace(&format!("ReadWritePaths={OUTPUT}"), &format!("ReadWritePaths={}", quote(&self.output)))
            .replace(&format!("({FOLDER})"), &format!("({})", self.folder))
            .replace(&format!("({OUTPUT},"), &format!("({},", self.output));
        let all = [&self.program, &self.folder, &self.output];
        let lies_in =
            |places: &[&str]| all.iter().any(|path| places.iter().any(|place| Path::new(path).starts_with(place)));
        let service = if lies_in(&["/home", "/root", "/run/user"]) {
            service.replace(
                "ProtectHome=yes",
                "# The program or the folders are in somebody's home.\nProtectHome=read-only",
            )
        } else {
            service
        };
        let service = if lies_in(&["/tmp", "/var/tmp"]) { service.replace("PrivateTmp=yes\n", "") } else { service };
        format!("# /etc/systemd/system/feedmill.service\n{service}\n# /etc/systemd/system/feedmill.timer\n{TIMER}")
    }

    fn action(&self) -> String {
        let folder = Path::new(&self.folder);
        let root = folder.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(folder);
        let below = |path: &str| {
            let path = Path::new(path).strip_prefix(root).map_or_else(|_| PathBuf::from(path), Path::to_owned);
            if path.as_os_str().is_empty() { ".".to_owned() } else { text(&path) }
        };
        let config = self.file.as_ref().map_or_else(|| FILE_NAME.to_owned(), |file| below(&text(file)));
        ACTION.replace(OUTPUT.trim_start_matches('/'), &below(&self.output)).replace("news/feedmill.toml", &config)
    }

    fn server(&self, template: &str, name: &str) -> String {
        /// What stands for the output folder until the path of the addresses is in its place.
        const HERE: &str = "\0";
        let port = port(&self.base_url);
        let host = self.base_url.host();
        let is_secure = self.base_url.as_str().starts_with("https:");
        let path = percent_decode_str(self.base_url.path()).decode_utf8_lossy().into_owned();
        let bare = path.trim_end_matches('/');
        let stripped = if bare.is_empty() { String::new() } else { format!("\t\turi strip_prefix \"{bare}\"\n") };
        let site = match (is_secure, port) {
            (true, 443) => host.to_owned(),
            (true, port) => format!("{host}:{port}"),
            (false, port) => format!("http://{host}:{port}"),
        };
        let port = if is_secure && port == 443 { 80 } else { port };
        let text = template
            .replace(OUTPUT, HERE)
            .replace("https://feeds.example.org", &site)
            .replace("feeds.example.org", host)
            .replace(":80>", &format!(":{port}>"))
            .replace("listen 80;", &format!("listen {port};"))
            .replace("\t\turi strip_prefix \"/feeds\"\n", &stripped)
            .replace("/feeds/", &path)
            .replace(HERE, &self.output);
        if self.redirects.contains(&name) { text } else { without_redirects(&text) }
    }
}

/// A template in which the lines about redirects wait until these are written.
fn without_redirects(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let bare = line.trim_start();
        let is_about = bare.contains("redirects.") || bare.contains("$feedmill_");
        let indent = &line[..line.len() - bare.len()];
        if is_about && !bare.starts_with('#') {
            out.extend([indent, "# ", bare, "\n"]);
        } else {
            out.extend([line, "\n"]);
        }
    }
    out
}

fn text(path: &Path) -> String {
    path_text(path).into_owned()
}

/// The port of an address.
fn port(url: &WebUrl) -> u16 {
    let (scheme, rest) = url.as_str().split_once("://").unwrap_or(("http", ""));
    let authority = rest.split('/').next().unwrap_or_default();
    let given = authority.rsplit_once(':').and_then(|(_, port)| port.parse().ok());
    given.unwrap_or(if scheme == "https" { 443 } else { 80 })
}

/// A text as a word of `sh`.
pub(super) fn shell(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+=:,@%".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

/// A path as a word of a unit of systemd.
fn unit(text: &str) -> String {
    let text = text.replace('%', "%%");
    let is_plain = |c: char| !c.is_whitespace() && !"\"'\\;".contains(c);
    if text.chars().all(is_plain) { text } else { format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")) }
}
