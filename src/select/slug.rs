//! Slugs: the names of terms in paths. Safe on every file system, and different for different terms.

use std::collections::{HashMap, HashSet};

use icu_casemap::CaseMapper;
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup, Script};
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};

use crate::article::key::slug_hash;
use crate::article::{ArticleId, TermKey};

/// The longest slug in bytes; with the longest file name in it a path stays below every system's limit.
const LONGEST: usize = 100;
/// The room that a hash and its hyphen take.
const HASH: usize = 9;

const CATEGORIES: CodePointMapDataBorrowed<'static, GeneralCategory> = CodePointMapData::<GeneralCategory>::new();
const SCRIPTS: CodePointMapDataBorrowed<'static, Script> = CodePointMapData::<Script>::new();

/// The slug that a term would have if it were alone.
///
/// Letters and digits of any script stay, marks on Latin letters go, `+` and a `#` after a letter are spelled out, all
/// else is a hyphen. Depends on the term alone.
///
/// ```
/// use feedmill::internal::article::TermKey;
/// use feedmill::internal::select::slug::base;
/// let slug = |term| base(&TermKey::fold(term));
/// assert_eq!(slug("Crème Brûlée"), "creme-brulee");
/// assert_eq!((slug("C"), slug("C++"), slug("C#")), ("c".into(), "c-plus-plus".into(), "c-sharp".into()));
/// assert_eq!(slug("../../etc/passwd"), "etc-passwd");
/// assert!(slug("★").starts_with("t-"));
/// ```
pub fn base(term: &TermKey) -> String {
    let mut words = String::new();
    let (mut gap, mut latin) = (false, false);
    for c in DecomposingNormalizerBorrowed::new_nfd().normalize(term.as_str()).chars() {
        let is_mark = GeneralCategoryGroup::Mark.contains(CATEGORIES.get(c));
        if is_mark && (latin || words.is_empty() || gap) {
            continue;
        }
        let spelled = match c {
            '+' => Some("plus"),
            '#' if !gap && !words.is_empty() => Some("sharp"),
            _ => None,
        };
        if is_mark || c.is_alphanumeric() {
            if gap && !words.is_empty() {
                words.push('-');
            }
            words.push(c);
            gap = false;
            if !is_mark {
                latin = SCRIPTS.get(c) == Script::Latin;
            }
        } else if let Some(word) = spelled {
            if !words.is_empty() {
                words.push('-');
            }
            words.push_str(word);
            gap = true;
        } else {
            gap = true;
        }
    }
    let slug = ComposingNormalizerBorrowed::new_nfc().normalize(&words).into_owned();
    if slug.is_empty() {
        format!("t-{}", slug_hash(term.as_str()))
    } else if is_device(&slug) {
        format!("t-{slug}")
    } else if slug.len() > LONGEST {
        hashed(&slug, term.as_str())
    } else {
        slug
    }
}

/// A slug for the page of an article, by its title; where that is taken, with a hash of its id.
///
/// ```
/// use feedmill::internal::article::ArticleId;
/// use feedmill::internal::select::slug::of_article;
/// let id = ArticleId::published("urn:x:1");
/// assert_eq!(of_article("The tide, at last", &id, |_| false), "the-tide-at-last");
/// assert!(of_article("The tide, at last", &id, |name| name == "the-tide-at-last").starts_with("the-tide-at-last-"));
/// ```
pub fn of_article(title: &str, id: &ArticleId, is_taken: impl Fn(&str) -> bool) -> String {
    let base = base(&TermKey::fold(title));
    let (mut slug, mut salt) = (base.clone(), id.to_string());
    while is_taken(&slug) {
        slug = hashed(&base, &salt);
        salt.push(' ');
    }
    slug
}

/// A slug, cut if need be, with a hash of its term.
fn hashed(slug: &str, term: &str) -> String {
    let cut = &slug[..slug.floor_char_boundary(LONGEST - HASH)];
    format!("{}-{}", cut.trim_end_matches('-'), slug_hash(term))
}

/// Names that Windows takes for devices, whatever follows their first dot.
fn is_device(slug: &str) -> bool {
    let numbered = |name: &str| {
        let mut rest = slug.strip_prefix(name).unwrap_or_default().chars();
        matches!((rest.next(), rest.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
    };
    matches!(slug, "con" | "prn" | "aux" | "nul" | "conin$" | "conout$") || numbered("com") || numbered("lpt")
}

/// Gives each term a slug of its own. Where two would have the same, the one that stands first in `terms` has it, and
/// the others a hash after it. A term that is among the `known` keeps the slug that it had, and no other gets it.
///
/// ```
/// use feedmill::internal::article::TermKey;
/// use feedmill::internal::select::slug::assign;
/// let (old, new) = (TermKey::fold("C'est"), TermKey::fold("C est"));
/// let slugs = assign([&new], [(&old, "c-est")]);
/// assert!(slugs[&new].starts_with("c-est-"));
/// assert_eq!(assign([&new, &old], [(&old, "c-est")])[&old], "c-est");
/// ```
pub fn assign<'t>(
    terms: impl IntoIterator<Item = &'t TermKey>,
    known: impl IntoIterator<Item = (&'t TermKey, &'t str)>,
) -> HashMap<&'t TermKey, String> {
    let fold = CaseMapper::new();
    let known: HashMap<&TermKey, &str> = known.into_iter().collect();
    let mut taken: HashSet<String> = known.values().map(|slug| fold.fold_string(slug).into_owned()).collect();
    let mut slugs = HashMap::new();
    for term in terms {
        if let Some(slug) = known.get(term) {
            slugs.insert(term, (*slug).to_owned());
            continue;
        }
        let mut slug = base(term);
        let mut salt = term.clone();
        while !taken.insert(fold.fold_string(&slug).into_owned()) {
            slug = hashed(&base(term), salt.as_str());
            // Reached again only if somebody names a tag after another tag's hash.
            salt = TermKey::fold(&format!("{} {slug}", term.as_str()));
        }
        slugs.insert(term, slug);
    }
    slugs
}
