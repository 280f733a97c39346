//! Files that are no articles of their own because of what lies beside them: the text of an article that a table lists, and what
//! an export of a service holds beside the articles.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ffi::OsStr;
use std::path::Path;

use super::inputs::Found;
use crate::article::{Body, Origin};
use crate::load::{ExportFile, Input, LoadError, LoadErrorKind, Loaded};
use crate::report::{Warning, WarningCode};

/// A file, what its table says, and what was read of it.
pub(super) type LoadedFile<'i> = (&'i Found<'i>, &'i Input, Result<Loaded<'i>, LoadError>);

/// Folders of an export of Medium that hold no articles.
#[rustfmt::skip]
const APART: &[&str] = &[
    "archive", "blocks", "bookmarks", "claps", "earnings", "following", "highlights", "interests", "ips", "lists", "membership",
    "partner-program", "profile", "pubs-following", "pubs", "sessions", "social-accounts", "subscriptions", "topics-following",
    "twitter", "users-following",
];

/// Whether a file lies in a folder that is passed over where it is part of an export.
pub(super) fn may_be_passed_over(path: &Path) -> bool {
    let folder = path.parent().and_then(Path::file_name).and_then(OsStr::to_str);
    folder.is_some_and(|folder| APART.contains(&folder))
}

/// The folder of its posts, and the file that says what the export is.
const POSTS: &str = "posts";
const README: &str = "README.html";

/// The table of the configuration and the path of a file: files belong together that one table names.
type Place<'i> = (*const crate::config::InputConfig, &'i str);

fn place<'i>(found: &Found<'_>, path: &'i str) -> Place<'i> {
    (std::ptr::from_ref(found.config), path)
}

/// Gives articles their texts from the files beside them, and takes out the files that are no articles of their own. What is worth
/// knowing is said once for each kind.
pub(super) fn settle(files: &mut Vec<LoadedFile<'_>>) -> Vec<Warning> {
    let mut warnings = BTreeMap::new();
    let texts = join(files, &mut warnings);
    let apart = apart_of_exports(files);
    let mut n = 0;
    files.retain(|(_, input, loaded)| {
        let at = n;
        n += 1;
        if texts.contains(&at) {
            return false;
        }
        let what = if apart.contains(&at) {
            NO_POST
        } else if matches!(loaded, Ok(Loaded { export: Some(ExportFile::People), .. })) {
            PEOPLE
        } else {
            return true;
        };
        say(&mut warnings, what, input.origin.clone());
        false
    });
    let warning = |(what, (count, first)): (What, (usize, Origin))| {
        let message = if count == 1 { what.one.to_owned() } else { format!("{count} {}", what.several) };
        Warning::new(&first, what.code, message)
    };
    warnings.into_iter().map(warning).collect()
}

/// Something that is said once for all it is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct What {
    code: WarningCode,
    one: &'static str,
    several: &'static str,
}

const MISSING: What = What {
    code: WarningCode::MissingText,
    one: "its text is in a file that is not among the inputs; name the folder of both",
    several: "articles have their texts in files that are not among the inputs; name the folder of all",
};

const NO_POST: What = What {
    code: WarningCode::PassedOver,
    one: "it is part of an export of Medium, and holds other things than its posts; not read",
    several: "files are parts of an export of Medium, and hold other things than its posts; not read",
};

const PEOPLE: What = What {
    code: WarningCode::PassedOver,
    one: "it is a table of people with their addresses, and of no articles; not read",
    several: "files are tables of people with their addresses, and of no articles; not read",
};

/// What is said: about how many, and the first place.
type Said = BTreeMap<What, (usize, Origin)>;

fn say(said: &mut Said, what: What, origin: Origin) {
    let (count, first) = said.entry(what).or_insert_with(|| (0, origin.clone()));
    *count += 1;
    if origin < *first {
        *first = origin;
    }
}

/// Gives articles their texts, and says which files these are.
fn join(files: &mut [LoadedFile<'_>], said: &mut Said) -> HashSet<usize> {
    let mut used = HashSet::new();
    if !files.iter().any(|(.., loaded)| loaded.as_ref().is_ok_and(|loaded| !loaded.texts.is_empty())) {
        return used;
    }
    let inputs: Vec<&Input> = files.iter().map(|(_, input, _)| *input).collect();
    let by_path: HashMap<Place<'_>, usize> =
        files.iter().enumerate().map(|(n, (found, input, _))| (place(found, &input.origin.path), n)).collect();
    for (found, input, loaded) in files.iter_mut() {
        let Ok(loaded) = loaded else { continue };
        for (n, names) in std::mem::take(&mut loaded.texts) {
            let Some(draft) = loaded.drafts.get_mut(n) else { continue };
            let file = beside(&input.origin.path, &names).find_map(|path| by_path.get(&place(found, &path)).copied());
            let Some(file) = file else {
                if draft.unpublished.is_none() {
                    say(said, MISSING, draft.origin.clone());
                }
                continue;
            };
            used.insert(file);
            draft.body = Some(Body::Html(Cow::Borrowed(inputs[file].text.as_str())));
        }
    }
    used
}

/// Gives the articles of one file their texts, and says where they come from.
pub(super) fn explain<'i>(path: &str, loaded: &mut Loaded<'i>, inputs: impl Iterator<Item = &'i Input>) {
    let by_path: HashMap<&str, &Input> = inputs.map(|input| (&*input.origin.path, input)).collect();
    for (n, names) in std::mem::take(&mut loaded.texts) {
        let file = beside(path, &names).find_map(|path| by_path.get(&*path).copied());
        if let Some((draft, file)) = loaded.drafts.get_mut(n).zip(file) {
            draft.body = Some(Body::Html(Cow::Borrowed(file.text.as_str())));
            draft.notes.push(("content", format!("the file {}", file.origin.path)));
        }
    }
}

/// The paths of files in the folder of another one.
fn beside<'p>(path: &'p str, names: &'p [String]) -> impl Iterator<Item = String> + 'p {
    let folder = path.rfind(['/', '\\']).map_or("", |end| &path[..=end]);
    names.iter().map(move |name| format!("{folder}{name}"))
}

/// The folder and the name of a path.
fn split(path: &str) -> (&str, &str) {
    path.rsplit_once(['/', '\\']).unwrap_or(("", path))
}

/// The folder of the export that a file may lie in, and the folder that it lies in there.
fn placed<'i>((found, input, _): &LoadedFile<'i>) -> (Place<'i>, &'i str) {
    let path: &'i str = &input.origin.path;
    let (folder, name) = split(path);
    let (outer, inner) = split(folder);
    if name == README { (place(found, folder), README) } else { (place(found, outer), inner) }
}

/// Files of exports of Medium that hold no posts: those of folders that are known, and those beside the folder of posts that are
/// no articles anyway. An export is known by a post and by what it always holds beside it.
fn apart_of_exports(files: &[LoadedFile<'_>]) -> HashSet<usize> {
    let is_post = |loaded: &Result<Loaded<'_>, LoadError>| {
        loaded.as_ref().is_ok_and(|loaded| loaded.export == Some(ExportFile::MediumPost))
    };
    let posts = files.iter().filter(|(.., loaded)| is_post(loaded));
    let roots: HashSet<Place<'_>> = posts
        .filter_map(|(found, input, _)| {
            let (root, folder) = split(split(&input.origin.path).0);
            (folder == POSTS).then(|| place(found, root))
        })
        .collect();
    if roots.is_empty() {
        return HashSet::new();
    }
    let is_sure = |inner: &str| inner == README || inner == "profile";
    let whole: HashSet<Place<'_>> = files
        .iter()
        .map(placed)
        .filter(|(root, inner)| is_sure(inner) && roots.contains(root))
        .map(|(root, _)| root)
        .collect();
    let is_apart = |file: &LoadedFile<'_>| {
        let (root, inner) = placed(file);
        let is_no_article =
            matches!(&file.2, Err(LoadError { kind: LoadErrorKind::NotThisFormat { .. } | LoadErrorKind::Empty, .. }));
        whole.contains(&root)
            && !file.1.named
            && inner != POSTS
            && (inner == README || APART.contains(&inner) || is_no_article)
    };
    files.iter().enumerate().filter(|(_, file)| is_apart(file)).map(|(n, _)| n).collect()
}
