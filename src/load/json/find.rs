//! Finds the lists of articles in a document for which `items` is not configured.

use super::INSIDE;
use super::document::{Document, Named};
use crate::load::fields::{Field, Fields};

/// Names under which a wrapper usually keeps its articles; tried before any other.
const LISTS: &[&str] = &[
    "articles",
    "items",
    "entries",
    "posts",
    "results",
    "docs",
    "hits",
    "news",
    "newsItems",
    "stories",
    "edges",
    "children",
    "records",
    "rows",
    "data",
];

/// Names of lists that belong to an article or to a page, in letters and digits: what is in them has titles and dates, too.
const OTHERS: &[&str] = &[
    "ads",
    "advertisements",
    "annotations",
    "assets",
    "attachments",
    "audio",
    "author",
    "authors",
    "banners",
    "breadcrumbs",
    "categories",
    "comments",
    "contributors",
    "credits",
    "editors",
    "elements",
    "embeds",
    "enclosures",
    "errors",
    "events",
    "facets",
    "files",
    "footer",
    "galleries",
    "gallery",
    "header",
    "history",
    "images",
    "included",
    "keywords",
    "languages",
    "links",
    "log",
    "media",
    "mentions",
    "menu",
    "menus",
    "messages",
    "multimedia",
    "nav",
    "navigation",
    "notes",
    "organizations",
    "pages",
    "partners",
    "people",
    "photos",
    "pictures",
    "podcasts",
    "products",
    "promos",
    "promotions",
    "readnext",
    "recommendations",
    "recommended",
    "references",
    "related",
    "relatedarticles",
    "relatedcontent",
    "relateditems",
    "relatedlinks",
    "relatedposts",
    "relatedstories",
    "replies",
    "responses",
    "revisions",
    "seealso",
    "similar",
    "sources",
    "sponsored",
    "sponsors",
    "staff",
    "subjects",
    "tags",
    "taxonomies",
    "topics",
    "users",
    "versions",
    "videos",
    "warnings",
    "widgets",
];

/// How deep lists of articles may lie in a document.
const DEEPEST: usize = 6;

/// How deep the first list may lie: `response.results`.
const DEEPEST_FIRST: usize = 3;

/// A list of articles.
#[derive(Debug, Default)]
pub(super) struct List<'a> {
    pub(super) items: Vec<&'a str>,
    /// The objects that it was found in, the outermost first.
    pub(super) wrappers: Vec<&'a str>,
}

/// Where the articles of a document are.
#[derive(Debug, Default)]
pub(super) struct Found<'a> {
    pub(super) lists: Vec<List<'a>>,
    /// Other lists of articles in it, which are not read.
    pub(super) others: Vec<String>,
}

/// How much an object looks like an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Grade {
    /// Not at all.
    None,
    /// It has a title.
    Titled,
    /// It has a title and an address.
    Linked,
    /// It has a title or a text, and a date or a text.
    Written,
}

/// An object and the lists in it.
struct Level<'a> {
    raw: &'a str,
    members: Named<'a>,
    /// Lists of objects, by the places of their names.
    lists: Vec<(usize, Vec<&'a str>)>,
    has_lists: bool,
}

fn are_objects(items: &[&str]) -> bool {
    items.iter().any(|item| item.starts_with('{'))
}

fn is_other(name: &str) -> bool {
    let plain = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect::<String>();
    OTHERS.binary_search(&plain.as_str()).is_ok()
}

/// Looks for lists of articles.
pub(super) struct Finder<'d, 'a> {
    pub(super) document: &'d Document<'a>,
    pub(super) fields: &'d Fields,
}

impl<'a> Finder<'_, 'a> {
    fn level(&self, raw: &'a str) -> Option<Level<'a>> {
        let members = self.document.members(raw)?;
        let arrays = members.iter().enumerate().filter(|(_, (_, value))| value.starts_with('['));
        let lists: Vec<_> = arrays.filter_map(|(n, (_, value))| Some((n, self.document.array(value)?))).collect();
        Some(Level { raw, has_lists: !lists.is_empty(), lists, members })
    }

    fn has(&self, members: &Named<'a>, field: Field) -> bool {
        members.iter().any(|(name, _)| self.fields.names(field, name))
    }

    /// Whether an object has a title. Things and people have names, too.
    fn has_title(&self, members: &Named<'a>) -> bool {
        members.iter().any(|(name, _)| name != "name" && self.fields.names(Field::Title, name))
    }

    fn grade(&self, raw: &'a str) -> Grade {
        let Some(members) = self.document.members(raw) else { return Grade::None };
        let grade = self.grade_of(&members);
        let inside = || {
            let inner = INSIDE.iter().find_map(|inside| members.iter().find(|(name, _)| name == inside))?.1;
            Some(self.grade_of(&self.document.members(inner)?))
        };
        if grade == Grade::None { inside().unwrap_or(grade) } else { grade }
    }

    fn grade_of(&self, members: &Named<'a>) -> Grade {
        let title = self.has_title(members);
        let has = |field| self.has(members, field);
        // What is changed and what is made have dates; so has a thing with a name.
        let (text, date) = (has(Field::Content), has(Field::Published));
        match () {
            () if (title && (text || date)) || (text && date) => Grade::Written,
            () if title && has(Field::Url) => Grade::Linked,
            () if title => Grade::Titled,
            () => Grade::None,
        }
    }

    /// The highest grade among the first elements of a list, some of which may be broken.
    fn grade_of_list(&self, items: &[&'a str]) -> Grade {
        const LOOKS: usize = 20;
        items.iter().take(LOOKS).map(|item| self.grade(item)).max().unwrap_or(Grade::None)
    }

    /// The lists of articles in an object, if it is not an article itself.
    pub(super) fn find(&self, raw: &'a str) -> Option<Found<'a>> {
        let level = self.level(raw)?;
        let first = self.first(&level, 0)?;
        let is_named = first.lists.iter().any(|list| {
            level.lists.iter().any(|(n, items)| {
                LISTS.contains(&&*level.members[*n].0)
                    && items.first().copied().map(str::as_ptr) == list.items.first().copied().map(str::as_ptr)
            })
        });
        let wanted = if is_named { Grade::Written } else { Grade::Linked };
        let mut more = Found::default();
        self.collect(&level, &[], 0, wanted, &mut more);
        let Found { mut lists, mut others } = more;
        for list in first.lists {
            let place = |list: &List<'a>| list.items.first().map_or(usize::MAX, |item| self.document.place(item));
            let is_around = |outer: &List<'a>, inner: &List<'a>| {
                let end = outer.items.last().map_or(0, |last| self.document.place(last) + last.len());
                (place(outer)..end).contains(&place(inner))
            };
            // What is inside of another list is found when that is read.
            lists.retain(|other| !is_around(&list, other));
            if !lists.iter().any(|other| is_around(other, &list)) {
                lists.push(list);
            }
            lists.sort_by_key(place);
        }
        others.extend(first.others);
        Some(Found { lists, others })
    }

    /// Whether an object is nothing but the wrapper of articles.
    pub(super) fn wraps(&self, raw: &'a str) -> bool {
        let Some(members) = self.document.members(raw) else { return false };
        let is_article = self.grade_of(&members) >= Grade::Linked
            || [Field::Content, Field::Published].iter().any(|field| self.has(&members, *field));
        let holds = |list: &List<'a>| self.grade_of_list(&list.items) >= Grade::Linked;
        !is_article && self.find(raw).is_some_and(|found| found.lists.iter().any(holds))
    }

    /// The first list that is found: by its name, else by its length, else in the first member that has one.
    fn first(&self, level: &Level<'a>, depth: usize) -> Option<Found<'a>> {
        let Level { raw, members, lists, .. } = level;
        let list_of = |n: usize| {
            let items = lists.iter().find(|(list, _)| *list == n).map(|(_, items)| items.clone());
            let list = List { items: items.unwrap_or_default(), wrappers: vec![*raw] };
            Found { lists: vec![list], others: Vec::new() }
        };
        let is_article = self.has(members, Field::Content) && self.has(members, Field::Title);
        let named = || {
            let of = |name: &&&str| lists.iter().find(|(n, _)| members[*n].0 == **name);
            LISTS.iter().filter(|_| !is_article).filter_map(move |name| of(&name))
        };
        if let Some((n, _)) = named().find(|(_, items)| are_objects(items)) {
            return Some(list_of(*n));
        }
        // A title without a list: an article. The wrapper of a list may have a name.
        let of_objects = || lists.iter().filter(|(_, items)| are_objects(items));
        let longest = of_objects().filter(|(n, _)| !is_other(&members[*n].0)).max_by_key(|(_, items)| items.len());
        let longest = longest.or_else(|| of_objects().max_by_key(|(_, items)| items.len()));
        let holds_articles = longest.is_some_and(|(_, items)| self.grade_of_list(items) >= Grade::Titled);
        let holds_lists =
            || longest.is_some_and(|(_, items)| items.iter().any(|item| self.sections(item, 1).is_some()));
        let is_told = [Field::Published, Field::Content, Field::Url, Field::Summary]
            .iter()
            .any(|field| self.has(members, *field));
        let is_plain = is_told || longest.is_none_or(|(n, _)| is_other(&members[*n].0));
        if (self.has_title(members) && (is_plain || !(holds_articles || holds_lists())))
            || (self.has(members, Field::Title) && !holds_articles && !holds_lists())
        {
            return None;
        }
        if let Some((n, _)) = longest {
            return Some(list_of(*n));
        }
        let inner = |value: &'a str| {
            let level = if depth < DEEPEST_FIRST { self.level(value)? } else { return None };
            let mut found = self.first(&level, depth + 1)?;
            found.lists.iter_mut().for_each(|list| list.wrappers.insert(0, raw));
            Some(found)
        };
        if let Some(found) = members.iter().find_map(|(_, value)| inner(value)) {
            return Some(found);
        }
        // Articles by their names: `{"17": {"title": …}, "18": {"title": …}}`.
        let values: Vec<&str> =
            members.iter().map(|(_, value)| *value).filter(|value| value.starts_with('{')).collect();
        let is_titled = |value: &&str| self.document.members(value).is_some_and(|members| self.has_title(&members));
        if values.len() > 1 && values.iter().all(is_titled) {
            return Some(Found { lists: vec![List { items: values, wrappers: Vec::new() }], others: Vec::new() });
        }
        named().next().map(|(n, _)| list_of(*n))
    }

    /// All lists in an object that hold what looks like articles, and lists of sections that do; `wanted` says how much so.
    fn collect(&self, level: &Level<'a>, around: &[&'a str], depth: usize, wanted: Grade, found: &mut Found<'a>) {
        let wrappers: Vec<&'a str> = around.iter().copied().chain([level.raw]).collect();
        let is_named =
            level.lists.iter().any(|(n, items)| LISTS.contains(&&*level.members[*n].0) && are_objects(items));
        let wanted = if is_named { Grade::Written } else { wanted };
        for (n, (name, value)) in level.members.iter().enumerate() {
            if let Some((_, items)) =
                level.lists.binary_search_by_key(&n, |(list, _)| *list).ok().map(|at| &level.lists[at])
            {
                let is_usual = LISTS.contains(&&**name);
                let grade = if are_objects(items) { self.grade_of_list(items) } else { Grade::None };
                let is_wanted = grade >= if is_usual { Grade::Linked } else { wanted };
                if !is_other(name)
                    && (is_wanted || items.iter().any(|item| self.sections(item, around.len() + depth + 1).is_some()))
                {
                    found.lists.push(List { items: items.clone(), wrappers: wrappers.clone() });
                } else if grade >= Grade::Titled && (grade >= Grade::Linked || !is_other(name)) {
                    found.others.push(name.to_string());
                }
            } else if value.starts_with('{') && wrappers.len() + depth < DEEPEST && !is_other(name) {
                let inner = self.level(value).filter(|level| self.grade_of(&level.members) < Grade::Linked);
                if let Some(inner) = inner {
                    self.collect(&inner, &wrappers, depth, wanted, found);
                }
            }
        }
    }

    /// The lists of articles in an element of a list that is no article but a section of them; empty where it is one without any.
    /// `depth` is how many lists it lies in.
    pub(super) fn sections(&self, raw: &'a str, depth: usize) -> Option<Vec<List<'a>>> {
        if depth > DEEPEST {
            return None;
        }
        let level = self
            .level(raw)
            .filter(|level| level.has_lists || level.members.iter().any(|(_, value)| value.starts_with('{')))?;
        let grade = self.grade_of(&level.members);
        if grade == Grade::Written || self.has(&level.members, Field::Content) {
            return None;
        }
        let mut found = Found::default();
        self.collect(&level, &[], depth, Grade::Linked, &mut found);
        if grade == Grade::Linked {
            // An article may have lists of any name.
            let is_usual = |list: &List<'a>| {
                let first = |items: &[&'a str]| items.first().map(|item| item.as_ptr());
                let own = level.lists.iter().find(|(_, items)| first(items) == first(&list.items));
                own.is_some_and(|(n, _)| LISTS.contains(&&*level.members[*n].0))
            };
            found.lists.retain(is_usual);
        }
        let is_told = self.has(&level.members, Field::Summary);
        let is_empty = |(n, items): &(usize, Vec<&str>)| items.is_empty() && LISTS.contains(&&*level.members[*n].0);
        let is_section =
            !found.lists.is_empty() || (grade < Grade::Linked && !is_told && level.lists.iter().any(is_empty));
        is_section.then_some(found.lists)
    }
}

#[cfg(test)]
mod tests {
    use super::OTHERS;

    #[test]
    fn other_lists_are_sorted() {
        assert!(OTHERS.is_sorted());
    }
}
