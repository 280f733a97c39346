//! Paths of the configuration that lead to lists of articles: `response.docs`, `db[0].data.posts`, `sections.*.stories`.

use super::document::Document;
use super::find::List;

/// The most lists that one path leads to, and the deepest path.
const MOST: usize = 1_000_000;

/// A step of a path.
#[derive(Debug, PartialEq, Eq)]
enum Step<'p> {
    /// A name; a number is an index as well.
    Name(&'p str),
    /// Any name or index.
    Any,
}

fn steps(path: &str) -> Vec<Step<'_>> {
    let names = path.split(['.', '[', ']']).map(str::trim).filter(|name| !name.is_empty() && *name != "$");
    names.map(|name| if name == "*" { Step::Any } else { Step::Name(name) }).collect()
}

/// The lists to which a path leads in a document: through each element of a list where it names none.
pub(super) fn find<'a>(document: &Document<'a>, raw: &'a str, path: &str) -> Vec<List<'a>> {
    let mut found = Vec::new();
    let mut here = vec![(raw, Vec::new(), false)];
    let steps = steps(path);
    for step in &steps {
        let mut next = Vec::new();
        for (value, wrappers, _) in here {
            follow(document, value, &wrappers, step, &mut next);
        }
        next.truncate(MOST);
        here = next;
    }
    for (value, wrappers, is_element) in here {
        match document.array(value) {
            Some(items) => found.push(List { items, wrappers }),
            None if is_element && value.starts_with('{') => found.push(List { items: vec![value], wrappers }),
            None => {}
        }
    }
    found
}

/// A value on the way, with the objects around it, and whether it was reached as one of several.
type Reached<'a> = (&'a str, Vec<&'a str>, bool);

fn follow<'a>(
    document: &Document<'a>,
    value: &'a str,
    wrappers: &[&'a str],
    step: &Step<'_>,
    next: &mut Vec<Reached<'a>>,
) {
    if let Some(members) = document.members(value) {
        let around = || wrappers.iter().copied().chain([value]).collect::<Vec<_>>();
        let is_next = |name: &str| matches!(step, Step::Any) || *step == Step::Name(name);
        let found = members.into_iter().filter(|(name, _)| is_next(name));
        next.extend(found.map(|(_, inner)| (inner, around(), *step == Step::Any)));
    } else if let Some(elements) = document.array(value) {
        let index = if let Step::Name(name) = step { name.parse::<usize>().ok() } else { None };
        match (step, index) {
            (Step::Any, _) => next.extend(elements.into_iter().map(|element| (element, wrappers.to_vec(), true))),
            (_, Some(index)) => {
                next.extend(elements.get(index).map(|element| (*element, wrappers.to_vec(), true)));
            }
            _ => {
                for element in elements.into_iter().filter(|element| element.starts_with('{')) {
                    follow(document, element, wrappers, step, next);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Document, find};

    #[test]
    fn paths_lead_through_lists() {
        let text =
            r#"{"db": [{"data": {"posts": [1, 2]}}, {"data": {"posts": [3]}}], "by": {"a": [4], "b": [5], "c": 6}}"#;
        let document = Document::new(text, 9);
        let items =
            |path| -> Vec<&str> { find(&document, text, path).into_iter().flat_map(|list| list.items).collect() };
        for path in ["db.data.posts", "db.*.data.posts", "db[*].data.posts", "$.db[*].data.posts"] {
            assert_eq!(items(path), ["1", "2", "3"], "{path}");
        }
        for path in ["db[0].data.posts", "db.0.data.posts", "db[0]data.posts"] {
            assert_eq!(items(path), ["1", "2"], "{path}");
        }
        assert_eq!(items("by.*"), ["4", "5"]);
        assert_eq!(items("by.b"), ["5"]);
        assert_eq!(items("db.*").len(), 2);
        for path in ["db.posts", "by.c", "by", "db.7.data.posts", "x"] {
            assert!(items(path).is_empty(), "{path}");
        }
    }
}
