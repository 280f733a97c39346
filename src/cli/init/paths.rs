//! Paths as they stand in a configuration: from its folder.

use std::path::{Component, Path, PathBuf};

/// The folder of a configuration, by which paths in it are told.
pub(super) struct Paths {
    folder: PathBuf,
    absolute: PathBuf,
}

impl Paths {
    /// That of a configuration in this folder; empty: the present one.
    pub(super) fn of(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), absolute: plain(folder) }
    }

    /// The folder as it was named.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where it is.
    pub(super) fn absolute(&self) -> &Path {
        &self.absolute
    }

    /// A path as it is told from the folder. One that was named from the root and leads out of the folder stays as it is.
    pub(super) fn tell(&self, path: &Path) -> PathBuf {
        let place = plain(path);
        if let Ok(below) = place.strip_prefix(&self.absolute) {
            return if below.as_os_str().is_empty() { PathBuf::from(".") } else { below.to_owned() };
        }
        if path.is_absolute() {
            return path.to_owned();
        }
        let shared = place.components().zip(self.absolute.components()).take_while(|(a, b)| a == b).count();
        let up = self.absolute.components().skip(shared).map(|_| Component::ParentDir);
        up.chain(place.components().skip(shared)).collect()
    }
}

/// A path from the root, without `.` and, as far as no link can be meant, `..`.
pub(super) fn plain(path: &Path) -> PathBuf {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    if absolute.components().any(|part| part == Component::ParentDir) {
        return absolute.canonicalize().unwrap_or(absolute);
    }
    absolute.components().collect()
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::Paths;

    #[test]
    fn paths_are_told_from_the_folder_of_the_configuration() {
        let here = Paths::of(Path::new(""));
        assert_eq!(here.tell(Path::new("posts/a.md")), PathBuf::from("posts/a.md"));
        assert_eq!(here.tell(Path::new("./")), PathBuf::from("."));
        assert_eq!(here.tell(Path::new("/elsewhere/a.json")), PathBuf::from("/elsewhere/a.json"));
        let below = Paths::of(Path::new("settings/news"));
        assert_eq!(below.tell(Path::new("posts")), PathBuf::from("../../posts"));
        assert_eq!(below.tell(Path::new("settings/a.json")), PathBuf::from("../a.json"));
    }
}
