//! A million tags.

use std::collections::{HashMap, HashSet};

use feedmill::internal::article::Term;
use feedmill::internal::catalogue::{Catalogue, State};
use feedmill::internal::feed::Taxonomy;
use feedmill::internal::memory::{FeedRecord, Memory};
use feedmill::internal::select::slug::assign;
use icu_casemap::CaseMapper;
use icu_normalizer::ComposingNormalizerBorrowed;

use crate::Random;
use crate::run::Scratch;

const TAGS: usize = 1_000_000;

/// Characters that are asked for trouble: letters of all planes, marks, signs, paths, devices, controls.
fn tag(random: &mut Random) -> String {
    const PIECES: [&str; 24] = [
        "../", "con", "NUL", ".", "..", "/", "\\", "C#", "c++", "é", "e\u{301}", "ﬁ", "ß", "ẞ", "İ", "ı", "Å",
        "\u{202e}", "-", "_", " ", "★", "潮", "%2e",
    ];
    let mut tag = String::new();
    for _ in 0..=random.below(8) {
        match random.below(4) {
            0 => tag.push_str(random.choose::<&str>(&PIECES)),
            1 => tag.push(char::from(b'a' + u8::try_from(random.below(26)).unwrap())),
            2 => tag.extend(char::from_u32(u32::try_from(random.below(0x3000)).unwrap())),
            _ => tag.extend(char::from_u32(u32::try_from(random.below(0x11_0000)).unwrap())),
        }
    }
    if random.one_in(50) {
        tag = tag.repeat(usize::try_from(random.below(60)).unwrap());
    }
    tag
}

#[test]
#[ignore = "takes a minute and two gigabytes"]
fn a_million_tags_have_slugs_of_their_own() {
    let mut random = Random(5);
    let mut seen = HashSet::new();
    let mut terms = Vec::with_capacity(TAGS);
    while terms.len() < TAGS {
        if let Some(term) = Term::new(&tag(&mut random)).filter(|term| seen.insert(term.key.clone())) {
            terms.push(term.key.clone());
        }
    }
    let slugs = assign(&terms, []);
    let (fold, nfc) = (CaseMapper::new(), ComposingNormalizerBorrowed::new_nfc());
    let mut folded = HashSet::new();
    for slug in slugs.values() {
        assert!(folded.insert(fold.fold_string(&nfc.normalize(slug)).into_owned()), "{slug:?} twice");
        assert!(!slug.is_empty() && slug.len() <= 100, "{slug:?}");
        assert!(
            !slug.starts_with('.') && !slug.contains(['/', '\\', '\0', ':']) && !slug.contains(char::is_control),
            "{slug:?}"
        );
        assert!(!["con", "prn", "aux", "nul"].contains(&slug.as_str()), "{slug:?}");
    }
    // Through the ledger, in another order, with as many others before them.
    let scratch = Scratch::new();
    std::fs::create_dir_all(scratch.path().join(".feedmill")).unwrap();
    let record = |(n, key): (usize, &feedmill::internal::article::TermKey)| {
        let slug = slugs[key].clone();
        let term = Some((Taxonomy::Tag, key.clone()));
        let id = format!("urn:x:{n}");
        (i64::try_from(n).unwrap(), FeedRecord { term, slug, label: String::new(), id, updated: None, vanished: None })
    };
    let memory = Memory { feeds: terms.iter().enumerate().map(record).collect(), ..Memory::default() };
    Catalogue::open(scratch.path())
        .unwrap()
        .commit(
            (&Memory::default(), &memory),
            (&State::default(), &State::default()),
            &[],
            feedmill::internal::catalogue::Filling::Stays,
        )
        .unwrap();
    let remembered = Catalogue::open(scratch.path()).unwrap().memory().unwrap();
    assert!(remembered == memory, "the ledger remembers something else");
    let known: HashMap<_, _> = remembered.terms(Taxonomy::Tag).map(|(key, feed)| (key, feed.slug.as_str())).collect();
    let mut more = Vec::new();
    while more.len() < TAGS / 10 {
        more.extend(Term::new(&tag(&mut random)).map(|term| term.key.clone()).filter(|key| seen.insert(key.clone())));
    }
    let again = assign(more.iter().chain(terms.iter().rev()), known);
    assert!(terms.iter().all(|term| again[term] == slugs[term]), "a slug moved");
    let distinct: HashSet<_> = again.values().map(|slug| fold.fold_string(slug).into_owned()).collect();
    assert_eq!(distinct.len(), terms.len() + more.len());
    let longest = slugs.values().map(String::len).max().unwrap();
    println!("{TAGS} tags, then {} more: all slugs distinct, none moved, at most {longest} bytes", more.len());
}
