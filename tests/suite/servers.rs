//! What `feedmill init` prints for cron, systemd, GitHub and web servers works as it is: with the real programs, on a publication.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::run::{Said, Scratch, finish};
use crate::skip::skip;

/// A publication with a renamed and a removed feed, at `/news/` of a port of this machine.
struct Publication {
    scratch: Scratch,
    port: u16,
}

impl Publication {
    fn new() -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let publication = Self { scratch: Scratch::new(), port };
        let article = |n: usize, tags: &[&str]| {
            let text = "The ferry is back, and nobody knows for how long. ".repeat(20);
            json!({"id": n.to_string(), "title": format!("Number {n}"), "published": "2026-07-01", "tags": tags, "content_text": text})
        };
        publication.build(
            "",
            &json!([article(1, &["Tides"]), article(2, &["潮汐"]), article(3, &["Gone"]), article(4, &["Tides"])]),
        );
        let aliases = "[tags]\naliases = { \"Tides\" = [\"潮汐\"] }\n";
        publication.build(aliases, &json!([article(1, &["Tides"]), article(2, &["潮汐"]), article(4, &["Tides"])]));
        // Servers are other users.
        let folder = fs::metadata(publication.scratch.path()).unwrap();
        let mut permissions = folder.permissions();
        std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o755);
        fs::set_permissions(publication.scratch.path(), permissions).unwrap();
        publication
    }

    fn build(&self, toml: &str, articles: &Value) {
        let config = format!(
            "[site]\nbase_url = \"http://localhost:{}/news/\"\n[output]\ndir = \"my out\"\nformats = [\"rss\", \"atom\", \"json\"]\n\
             [publish]\nvanished_days = 0\nredirects = [\"nginx\", \"apache\", \"caddy\"]\n[[input]]\npath = \"a.json\"\n{toml}",
            self.port
        );
        self.scratch.file("feedmill.toml", config);
        self.scratch.file("a.json", articles.to_string());
        let said = self.scratch.run(&["build", "--accept-shrink", "--strict"]);
        assert_eq!(said.code, 0, "{said:?}");
    }

    fn snippet(&self, flag: &str) -> String {
        let said = self.scratch.run(&["init", flag]);
        assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{said:?}");
        said.stdout
    }
}

/// A server, until the test ends.
struct Server {
    child: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a server answered.
#[derive(Debug)]
struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

impl Server {
    /// Starts a server and waits until it listens.
    fn start(mut command: Command, port: u16, log: &Path) -> Self {
        let out = fs::File::create(log).unwrap();
        command.stdin(Stdio::null()).stdout(out.try_clone().unwrap()).stderr(out);
        let mut server = Self { child: command.spawn().unwrap(), port };
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = server.child.try_wait().unwrap();
            let is_late = started.elapsed() > Duration::from_secs(30);
            assert!(ended.is_none() && !is_late, "{ended:?}: {}", fs::read_to_string(log).unwrap_or_default());
            std::thread::sleep(Duration::from_millis(20));
        }
        server
    }

    fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let headers = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect::<Vec<_>>().concat();
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n{headers}\r\n", self.port);
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer);
        let mut lines = answer.split("\r\n\r\n").next().unwrap().lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines.map(|line| line.split_once(": ").unwrap_or((line, "")));
        Answer { status, headers: headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect() }
    }
}

/// What every server has to do with a publication.
fn serves(server: &Server) {
    for (path, media_type) in [
        ("/news/", "text/html; charset=utf-8"),
        ("/news/tags/tides/", "text/html; charset=utf-8"),
        ("/news/style.css", "text/css; charset=utf-8"),
        ("/news/icon.svg", "image/svg+xml"),
        ("/news/rss.xml", "text/xml; charset=utf-8"),
        ("/news/tags/tides/atom.xml", "text/xml; charset=utf-8"),
        ("/news/tags/tides/feed.json", "application/feed+json"),
        ("/news/index.opml", "text/x-opml; charset=utf-8"),
    ] {
        let answer = server.get(path, &[]);
        assert_eq!((answer.status, answer.header("content-type")), (200, media_type), "{path}: {answer:?}");
        assert!(answer.header("cache-control").contains("max-age"), "{path}: {answer:?}");
    }
    assert_eq!(server.get("/news/tags/nothing/rss.xml", &[]).status, 404);
    for path in ["/news/rss.xml", "/news/tags/tides/feed.json"] {
        for coding in ["identity", "gzip"] {
            let accept = ("Accept-Encoding", coding);
            let first = server.get(path, &[accept]);
            let is_packed = first.header("content-encoding") == "gzip";
            assert_eq!((first.status, is_packed), (200, coding == "gzip"), "{path}: {first:?}");
            let (etag, modified) = (first.header("etag"), first.header("last-modified"));
            assert!(!etag.is_empty() && !modified.is_empty(), "{path}: {first:?}");
            for ask in [("If-None-Match", etag), ("If-Modified-Since", modified)] {
                let again = server.get(path, &[accept, ask]);
                assert_eq!(again.status, 304, "{path} with {coding} and {ask:?}: {again:?}");
            }
            let other = server.get(path, &[accept, ("If-None-Match", "\"another\"")]);
            assert_eq!(other.status, 200, "{path} with {coding}: {other:?}");
        }
    }
    let old = "/news/tags/%E6%BD%AE%E6%B1%90/";
    for name in ["", "index.html", "rss.xml", "atom.xml", "feed.json"] {
        let moved = server.get(&format!("{old}{name}"), &[]);
        let to = moved.header("location").replace(&format!("http://localhost:{}", server.port), "");
        assert_eq!((moved.status, to.as_str()), (301, format!("/news/tags/tides/{name}").as_str()), "{moved:?}");
        let gone = server.get(&format!("/news/tags/gone/{name}"), &[]);
        assert_eq!(gone.status, 410, "{name}: {gone:?}");
    }
}

/// Whether a program is there; if not, says that the test is skipped.
fn is_there(program: &str, ask: &str) -> bool {
    let is_there = Command::new(program).arg(ask).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    if !is_there {
        skip(&format!("there is no {program}"));
    }
    is_there
}

/// A program of the system, which may lie where only its administrator looks.
fn system(program: &str) -> String {
    let in_sbin = format!("/usr/sbin/{program}");
    if Path::new(&in_sbin).is_file() { in_sbin } else { program.to_owned() }
}

#[test]
fn nginx_serves_what_is_published() {
    let program = system("nginx");
    if !is_there(&program, "-v") {
        return;
    }
    let publication = Publication::new();
    let (scratch, port) = (&publication.scratch, publication.port);
    let snippet = scratch.file("snippet.conf", publication.snippet("--nginx"));
    let here = scratch.path().display();
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("{name}_temp_path \"{here}/{name}\";\n"))
        .concat();
    let main = format!(
        "daemon off;\nmaster_process off;\npid \"{here}/nginx.pid\";\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n\
         {temporary}include \"{}\";\n}}\n",
        snippet.display()
    );
    let main = scratch.file("nginx.conf", main);
    let mut command = Command::new(&program);
    command.arg("-c").arg(&main).arg("-p").arg(scratch.path()).args(["-e", "stderr"]);
    serves(&Server::start(command, port, &scratch.path().join("nginx.log")));
}

#[test]
fn apache_serves_what_is_published() {
    let program = system("apache2");
    let modules = Path::new("/usr/lib/apache2/modules");
    if !modules.is_dir() || !is_there(&program, "-v") {
        skip(&format!("there is no Apache with its modules in {}", modules.display()));
        return;
    }
    let publication = Publication::new();
    let (scratch, port) = (&publication.scratch, publication.port);
    let snippet = scratch.file("snippet.conf", publication.snippet("--apache"));
    let here = scratch.path().display();
    let modules = ["mpm_event", "authz_core", "alias", "dir", "mime", "deflate", "filter", "headers"]
        .map(|name| format!("LoadModule {name}_module {}/mod_{name}.so\n", modules.display()))
        .concat();
    let main = format!(
        "ServerRoot \"{here}\"\n{modules}ServerName localhost\nListen 127.0.0.1:{port}\nPidFile \"{here}/apache.pid\"\n\
         DefaultRuntimeDir \"{here}\"\nErrorLog \"{here}/error.log\"\nTypesConfig /dev/null\nUser daemon\nGroup daemon\n\
         AddType text/html .html\nAddType text/css .css\nInclude \"{}\"\n",
        snippet.display()
    );
    let main = scratch.file("apache.conf", main);
    let mut command = Command::new(&program);
    command.arg("-X").arg("-f").arg(&main);
    serves(&Server::start(command, port, &scratch.path().join("apache.log")));
}

#[test]
fn caddy_serves_what_is_published() {
    if !is_there("caddy", "version") {
        return;
    }
    let publication = Publication::new();
    let (scratch, port) = (&publication.scratch, publication.port);
    let snippet = publication.snippet("--caddy");
    let main = scratch.file("Caddyfile", format!("{{\n\tadmin off\n}}\n{snippet}"));
    let mut command = Command::new("caddy");
    command.args(["run", "--adapter", "caddyfile", "--config"]).arg(&main).env("HOME", scratch.path());
    command.env("XDG_DATA_HOME", scratch.path()).env("XDG_CONFIG_HOME", scratch.path());
    serves(&Server::start(command, port, &scratch.path().join("caddy.log")));
}

/// Whatever a run reads, the list names the feeds that are removed, and no other.
#[test]
fn a_removed_feed_is_gone_until_it_comes_back() {
    let scratch = Scratch::new();
    let article = |n: usize, tag: &str| json!({"id": n, "title": format!("Number {n}"), "published": "2026-07-01T08:00:00Z", "tags": [tag]});
    let config = "[site]\nbase_url = \"https://x.example/news/\"\n[publish]\nvanished_days = 0\nredirects = [\"nginx\", \"apache\", \"caddy\"]\n";
    scratch.file("feedmill.toml", format!("{config}[[input]]\npath = \"a.jsonl\"\n"));
    let build = |tags: &[&str]| {
        let lines: Vec<String> = tags.iter().enumerate().map(|(n, tag)| article(n, tag).to_string() + "\n").collect();
        scratch.file("a.jsonl", lines.concat());
        let said = scratch.run(&["build", "--strict", "--accept-shrink", "--timings"]);
        assert_eq!(said.code, 0, "{said:?}");
        let list = |name: &str| fs::read_to_string(scratch.path().join("feeds").join(name)).unwrap();
        [list("redirects.nginx.conf"), list("redirects.apache.conf"), list("redirects.caddy")]
    };
    let gone = [
        "    \"~^\\Q/news/tags/gone/rss.xml\\E$\" 1;\n",
        "RedirectMatch 410 \"^\\Q/news/tags/gone/rss.xml\\E$\"\n",
        "respond \"/news/tags/gone/rss.xml\" 410\n",
    ];
    let names_it =
        |lists: [String; 3]| lists.iter().zip(gone).map(|(list, line)| list.contains(line)).collect::<Vec<_>>();
    let (without, with) = (["A", "B", "Z", "A", "B", "Z"], ["A", "B", "Z", "A", "B", "Z", "Gone"]);
    assert_eq!(names_it(build(&with)), [false; 3]);
    assert_eq!(names_it(build(&without)), [true; 3]);
    assert_eq!(names_it(build(&["A", "B", "Z", "A", "B", "Z", "A"])), [true; 3]);
    assert_eq!(names_it(build(&with)), [false; 3]);
}

/// Without the list of redirects, the lines that need it wait, and the server starts all the same.
#[test]
fn a_server_without_redirects_starts() {
    let scratch = Scratch::new();
    scratch.file(
        "feedmill.toml",
        "[site]\nbase_url = \"https://feeds.example.org/\"\n[output]\ndir = \"/srv/www/feeds\"\n",
    );
    for (flag, used) in [
        ("--nginx", "alias \"/srv/www/feeds/\";"),
        ("--apache", "Alias \"/\" \"/srv/www/feeds/\""),
        ("--caddy", "root * \"/srv/www/feeds\""),
    ] {
        let said = scratch.run(&["init", flag]);
        assert_eq!((said.code, said.stderr.as_str()), (0, ""));
        assert!(said.stdout.contains(used), "{said:?}");
        assert!(said.stdout.contains("feeds.example.org"), "{said:?}");
        let active = said.stdout.lines().map(str::trim).filter(|line| !line.starts_with('#'));
        let named: Vec<&str> =
            active.filter(|line| line.contains("redirects.") || line.contains("$feedmill_")).collect();
        assert_eq!(named, [""; 0], "{flag}");
    }
}

fn site(name: &str) -> Scratch {
    let scratch = Scratch::new();
    let place = |file: &str| format!("{name}/{file}");
    scratch.file(&place("a.json"), r#"[{"title": "Ferry back", "published": "2026-07-01", "tags": ["Ferries"]}]"#);
    let config =
        "[site]\nbase_url = \"https://x.example/\"\n[output]\ndir = \"public\"\n[[input]]\npath = \"a.json\"\n";
    scratch.file(&place("feedmill.toml"), config);
    scratch
}

fn run_in(scratch: &Scratch, folder: &str, args: &[&str]) -> Said {
    let mut command = scratch.command(args);
    command.current_dir(scratch.path().join(folder));
    finish(command)
}

/// Runs a line as `sh` would with hardly an environment.
fn sh(line: &str, folder: &Path, path: &str) -> Said {
    let mut sh = Command::new("/bin/sh");
    sh.args(["-c", line]).env_clear().env("PATH", path).stdin(Stdio::null()).current_dir(folder);
    finish(sh)
}

#[test]
fn the_line_for_cron_has_the_real_paths() {
    let scratch = site("my 'news' 50%");
    let crontab = run_in(&scratch, "my 'news' 50%", &["init", "--cron"]).stdout;
    let line = crontab.lines().find(|line| line.starts_with("*/5")).unwrap();
    let command = line.split_once("  ").unwrap().1;
    assert!(command.contains("50\\%") && command.ends_with(" build --quiet"), "{command}");
    // cron makes a percent sign of it.
    let said = sh(&command.replace("\\%", "%"), Path::new("/"), "/usr/bin:/bin");
    assert_eq!((said.code, said.stdout.as_str(), said.stderr.as_str()), (0, "", ""), "{command}");
    assert!(scratch.path().join("my 'news' 50%/public/tags/ferries/rss.xml").is_file());
}

#[test]
fn units_with_the_real_paths_are_those_of_contrib_and_sound() {
    let scratch = site("my news 50%");
    let said = run_in(&scratch, "my news 50%", &["init", "--systemd"]);
    let (service, timer) = said.stdout.split_once("# /etc/systemd/system/feedmill.timer\n").unwrap();
    assert_eq!(timer, fs::read_to_string(crate::run::repository().join("contrib/feedmill.timer")).unwrap());
    let contrib = fs::read_to_string(crate::run::repository().join("contrib/feedmill.service")).unwrap();
    let other = |text: &str| -> Vec<String> {
        let own = ["WorkingDirectory=", "ExecStart=", "ReadWritePaths=", "ProtectHome=", "PrivateTmp=", "#"];
        text.lines()
            .filter(|line| !line.is_empty() && !own.iter().any(|own| line.starts_with(own)))
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(other(service), other(&contrib));
    if !is_there("systemd-analyze", "--version") {
        return;
    }
    let service = scratch.file("feedmill.service", service.replace("User=feedmill", "User=daemon"));
    let timer = scratch.file("feedmill.timer", timer);
    let mut command = Command::new("systemd-analyze");
    command.args(["verify", "--man=no"]).args([&service, &timer]);
    let said = finish(command);
    let ours: Vec<&str> = said.stderr.lines().filter(|line| line.contains("feedmill")).collect();
    assert!(said.code == 0 && ours.is_empty(), "{said:?}");
}

/// The commands of the workflow run in a checkout as they stand there.
#[test]
fn the_workflow_builds_and_checks() {
    let scratch = site("repository/news");
    fs::create_dir(scratch.path().join("repository/.git")).unwrap();
    let workflow = run_in(&scratch, "repository/news", &["init", "--github-action"]).stdout;
    assert!(workflow.contains("path: news/public\n"), "{workflow}");
    let uses: Vec<&str> =
        workflow.lines().filter_map(|line| line.trim_start_matches([' ', '-']).strip_prefix("uses: ")).collect();
    assert_eq!(uses.len(), 5);
    for action in uses {
        let (_, version) = action.split_once("@v").unwrap();
        assert!(version.parse::<u32>().is_ok(), "{action} is not pinned to a major version");
    }
    let program = Path::new(env!("CARGO_BIN_EXE_feedmill")).parent().unwrap();
    let path = format!("{}:/usr/bin:/bin", program.display());
    let commands: Vec<&str> = workflow.lines().filter_map(|line| line.trim().strip_prefix("run: feedmill ")).collect();
    assert_eq!(commands.len(), 2);
    for command in commands {
        let said = sh(&format!("feedmill {command}"), &scratch.path().join("repository"), &path);
        assert_eq!(said.code, 0, "{command}: {said:?}");
    }
    assert!(scratch.path().join("repository/news/public/rss.xml").is_file());
}

#[test]
fn a_snippet_says_what_is_missing() {
    let scratch = Scratch::new();
    let said = scratch.run(&["init", "--nginx"]);
    assert_eq!(said.code, 0);
    assert!(said.stderr.contains("feedmill init") && said.stderr.contains("no base_url is set"), "{said:?}");
    let said = scratch.run(&["init", "--nginx", "--cron"]);
    assert_eq!(said.code, 2, "{said:?}");
}
