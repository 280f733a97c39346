//! A folder with a collection in it, and the command run on it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The moment at which the inputs of a test were captured.
pub(crate) const AS_OF: &str = "2026-07-20T12:00:00Z";

/// A scratch folder.
pub(crate) struct Scratch(TempDir);

/// What a run said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Said {
    /// The JSON report.
    pub(crate) fn report(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }
}

impl Scratch {
    pub(crate) fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file of the collection.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    /// The command with the scratch folder as the present one and a quiet environment.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_feedmill"));
        command.args(args).current_dir(self.path()).stdin(Stdio::null());
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("FEEDMILL_")) {
            command.env_remove(name);
        }
        command
    }

    /// Runs the command.
    pub(crate) fn run(&self, args: &[&str]) -> Said {
        finish(self.command(args))
    }

    /// `build` with a JSON report, into `out`, at the moment of the tests.
    pub(crate) fn build(&self, args: &[&str]) -> Said {
        let fixed =
            ["build", "-o", "out", "--base-url", "https://feeds.example.org/", "--as-of", AS_OF, "--report", "json"];
        self.run(&[&fixed, args].concat())
    }

    /// What `feedmill check` finds in what was published at that address: errors and warnings.
    pub(crate) fn findings(&self, base_url: &str) -> Vec<String> {
        let said = self.run(&["check", "out", "--base-url", base_url, "--report", "json"]);
        let report: Value = serde_json::from_str(&said.stdout).unwrap_or_else(|error| panic!("{error} in {said:?}"));
        assert!(report["files"].as_u64().unwrap() > 4, "{report}");
        let found = report["findings"].as_array().unwrap().iter().filter(|finding| finding["severity"] != "info");
        found.map(ToString::to_string).collect()
    }

    /// Bytes of a published file.
    pub(crate) fn published(&self, path: &str) -> Vec<u8> {
        fs::read(self.path().join("out").join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// All published files.
    pub(crate) fn tree(&self) -> BTreeMap<String, Vec<u8>> {
        tree(&self.path().join("out"))
    }

    /// The Atom feed of all articles.
    pub(crate) fn atom(&self) -> atom_syndication::Feed {
        atom_syndication::Feed::read_from(self.published("atom.xml").as_slice()).unwrap()
    }
}

/// Runs a command to its end.
pub(crate) fn finish(mut command: Command) -> Said {
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Said { code: output.status.code().unwrap_or(-1), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// All files below a folder, by their paths in it, but for hidden ones.
pub(crate) fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.unwrap().path();
            if path.file_name().unwrap().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            if fs::symlink_metadata(&path).unwrap().is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// The folder of this repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
