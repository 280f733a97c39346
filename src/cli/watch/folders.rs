//! Which folders are watched for the inputs of a configuration.

use std::path::{Path, PathBuf};

use crate::config::Config;

/// A folder that is watched.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Folder {
    pub(super) path: PathBuf,
    /// Whether what is in its folders is, too.
    pub(super) is_deep: bool,
}

/// The folders that the inputs and the configuration are in, each once. Of what is not there the nearest folder above it is watched.
pub(super) fn of(config: &Config, file: Option<&Path>) -> Vec<Folder> {
    let inputs = config.inputs.iter().flat_map(|input| &input.paths).map(|path| of_input(path));
    let mut folders: Vec<Folder> = inputs.chain(file.map(of_input)).collect();
    folders.sort_unstable();
    // The deep one comes last.
    folders.dedup_by(|one, before| {
        let is_same = one.path == before.path;
        before.is_deep |= is_same && one.is_deep;
        is_same
    });
    folders
}

/// What is watched for one input: a folder and all in it, the folder that a file is in, or the one above the first name with a sign of a
/// pattern.
fn of_input(path: &Path) -> Folder {
    let is_there = path.exists();
    let is_pattern = |part: &Path| part.to_string_lossy().contains(['*', '?', '[', '{']);
    let mut folder = path;
    while !folder.is_dir() || (!is_there && is_pattern(folder)) {
        match folder.parent() {
            Some(parent) => folder = parent,
            None => break,
        }
        if folder.as_os_str().is_empty() {
            folder = Path::new(".");
        }
    }
    let rest = path.strip_prefix(folder).unwrap_or(path);
    let is_deep = folder == path || (!is_there && is_pattern(rest));
    let place = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    Folder { path: place, is_deep }
}

/// Whether a folder lies in a file system of another machine or of a program, which do not tell of all changes.
#[cfg(target_os = "linux")]
pub(super) fn is_remote(folder: &Path) -> bool {
    /// The numbers that Linux gives file systems: NFS, SMB (three), FUSE, 9P, Ceph, AFS (two), Coda, `VirtualBox`.
    const REMOTE: [u64; 11] = [
        0x6969,
        0x517b,
        0xff53_4d42,
        0xfe53_4d42,
        0x6573_5546,
        0x0102_1997,
        0x00c3_6400,
        0x5346_414f,
        0x6b41_4653,
        0x7375_7245,
        0x786f_4256,
    ];
    rustix::fs::statfs(folder).is_ok_and(|is| u64::try_from(is.f_type).is_ok_and(|number| REMOTE.contains(&number)))
}

/// Whether a folder lies in a file system of another machine, which is not known here.
#[cfg(not(target_os = "linux"))]
pub(super) fn is_remote(_: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_or_a_file_is_watched_in_the_folder_it_is_in() {
        let scratch = tempfile::TempDir::new().unwrap();
        let root = scratch.path();
        std::fs::create_dir_all(root.join("posts/2026")).unwrap();
        std::fs::write(root.join("a.json"), "[]").unwrap();
        std::fs::write(root.join("odd[1].json"), "[]").unwrap();
        for (input, folder, is_deep) in [
            ("posts", "posts", true),
            ("a.json", "", false),
            ("odd[1].json", "", false),
            ("posts/**/*.md", "posts", true),
            ("posts/2026/*.md", "posts/2026", true),
            ("p*/2026/a.md", "", true),
            ("not/there/yet", "", false),
        ] {
            let found = of_input(&root.join(input));
            assert_eq!(
                (found.path.as_path(), found.is_deep),
                (root.join(folder).components().as_path(), is_deep),
                "{input}"
            );
        }
        assert!(!is_remote(root));
    }
}
