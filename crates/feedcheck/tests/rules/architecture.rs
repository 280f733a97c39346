//! No two files of the sources import each other, not even through others.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The files of `src` by the paths of their modules: `checker::value`, and `lib` for the crate itself.
fn modules(folder: &Path, prefix: &str, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = entry.file_stem().unwrap().to_str().unwrap();
        let path = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}::{name}") };
        if entry.is_dir() {
            modules(&entry, &path, found);
        } else if name != "lib" {
            let text = fs::read_to_string(&entry).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            found.insert(path, lines.collect::<Vec<_>>().join("\n"));
        }
    }
}

/// The paths that a tree of imports names: `a::{b, c::{d, e}}` names `a::b`, `a::c::d` and `a::c::e`.
fn leaves(tree: &str) -> Vec<String> {
    let tree = tree.trim();
    let Some((before, rest)) = tree.split_once('{') else { return vec![tree.to_owned()] };
    let inside = rest.rsplit_once('}').unwrap().0;
    let mut parts = vec![String::new()];
    let mut depth = 0;
    for c in inside.chars() {
        depth += i32::from(c == '{') - i32::from(c == '}');
        match c {
            ',' if depth == 0 => parts.push(String::new()),
            _ => parts.last_mut().unwrap().push(c),
        }
    }
    let parts = parts.iter().filter(|part| !part.trim().is_empty());
    parts.flat_map(|part| leaves(part)).map(|leaf| format!("{before}{leaf}")).collect()
}

/// The modules that the code of a module uses: by `crate::`, by `super::`, and below itself.
fn used(module: &str, code: &str, modules: &BTreeMap<String, String>) -> BTreeSet<String> {
    let imports = code.split("use ").skip(1).flat_map(|rest| leaves(rest.split(';').next().unwrap_or_default()));
    let paths = ["crate::", "super::"].into_iter().flat_map(|start| {
        let is_path = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':');
        let ends = code.split(start).skip(1).map(move |rest| rest.split(|c| !is_path(c)).next().unwrap_or_default());
        ends.filter(|end| !end.is_empty()).map(move |end| format!("{start}{end}"))
    });
    let children = modules.keys().filter_map(|other| other.strip_prefix(&format!("{module}::")));
    let below = children.filter(|child| {
        let is_free = |at: usize| !code[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ':'));
        !child.contains("::") && code.match_indices(&format!("{child}::")).any(|(at, _)| is_free(at))
    });
    let mut used = BTreeSet::new();
    for path in imports.chain(paths).chain(below.map(|child| format!("self::{child}"))) {
        let mut base: Vec<&str> = module.split("::").collect();
        let mut names = path.split("::").map(str::trim).peekable();
        match names.peek() {
            Some(&"crate") => {
                base.clear();
                names.next();
            }
            Some(&"self") => _ = names.next(),
            _ => {}
        }
        while names.next_if_eq(&"super").is_some() {
            base.pop();
        }
        base.extend(names);
        // What is named is a module, or something in one.
        while !base.is_empty() && !modules.contains_key(&base.join("::")) {
            base.pop();
        }
        used.insert(base.join("::"));
    }
    used.remove("");
    used.remove(module);
    used
}

/// A circle that leads back to the last module of a way, if there is one.
fn circle(way: &mut Vec<String>, uses: &BTreeMap<String, BTreeSet<String>>, done: &mut BTreeSet<String>) -> bool {
    let last = way.last().unwrap().clone();
    for next in &uses[&last] {
        if let Some(at) = way.iter().position(|module| module == next) {
            way.drain(..at);
            return true;
        }
        if !done.contains(next) {
            way.push(next.clone());
            if circle(way, uses, done) {
                return true;
            }
            way.pop();
        }
    }
    done.insert(last);
    false
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let mut all = BTreeMap::new();
    modules(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut all);
    let uses: BTreeMap<_, _> = all.iter().map(|(name, code)| (name.clone(), used(name, code, &all))).collect();
    // The test sees what it is to see.
    assert!(uses["walk"].contains("schema") && uses["walk"].contains("walk::attributes"), "{:?}", uses["walk"]);
    assert!(uses["checker::value"].contains("schema::value"), "{:?}", uses["checker::value"]);
    let mut done = BTreeSet::new();
    for module in all.keys() {
        let mut way = vec![module.clone()];
        assert!(!circle(&mut way, &uses, &mut done), "these files import each other: {}", way.join(" -> "));
    }
}

#[test]
fn the_walk_knows_no_format() {
    let mut all = BTreeMap::new();
    modules(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut all);
    let formats = ["rss", "atom", "extension", "formats", "json_feed", "opml", "page"];
    let below = ["walk", "checker", "schema"];
    for (name, code) in all.iter().filter(|(name, _)| below.contains(&name.split("::").next().unwrap_or_default())) {
        let known = used(name, code, &all);
        let of_formats: Vec<_> =
            known.iter().filter(|other| formats.contains(&other.split("::").next().unwrap_or_default())).collect();
        assert!(of_formats.is_empty(), "{name} imports {of_formats:?}");
    }
}
