//! How site generators make a part of an address of a name or a title.

use deunicode::deunicode;
use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

fn is_mark(c: char) -> bool {
    GeneralCategoryGroup::Mark.contains(CodePointMapData::<GeneralCategory>::new().get(c))
}

/// Each run of characters that are not kept as one hyphen, none at either end.
fn hyphenated(text: &str, is_kept: impl Fn(char) -> bool) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.chars() {
        if is_kept(c) {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_matches('-').to_owned()
}

/// Letters, marks and digits of any script, in small letters, with hyphens between them: what `feedmill.toml` and Jekyll's
/// `slugify` make.
///
/// ```
/// use feedmill::internal::article::permalink::slug::plain;
/// assert_eq!(plain("The ferry, at 7:30!"), "the-ferry-at-7-30");
/// assert_eq!(plain("渡し船 Æ"), "渡し船-æ");
/// ```
pub fn plain(text: &str) -> String {
    hyphenated(text, |c| c.is_alphanumeric() || is_mark(c)).to_lowercase()
}

/// Jekyll's `pretty`, in letters of either case: as it names posts (`Jekyll::Utils.slugify`).
pub fn jekyll(text: &str) -> String {
    hyphenated(text, |c| c.is_alphanumeric() || is_mark(c) || "._~!$&'()+,;=@".contains(c))
}

/// Hugo's `urlize`, of a path: letters, marks, digits and a few signs of any script, in small letters, white space as hyphens.
///
/// ```
/// use feedmill::internal::article::permalink::slug::hugo;
/// assert_eq!(hugo("Posts/C++ & me, v1.2"), "posts/c++-me-v1.2");
/// ```
pub fn hugo(text: &str) -> String {
    let mut path = String::with_capacity(text.len());
    let (mut is_gap, mut was_hyphen) = (false, false);
    for c in text.chars() {
        if c.is_alphanumeric() || is_mark(c) || "./\\_#+~-@".contains(c) {
            was_hyphen = c == '-';
            if std::mem::take(&mut is_gap) && !was_hyphen {
                path.push('-');
            }
            path.extend(c.to_lowercase());
        } else if !path.is_empty() && !was_hyphen && c.is_whitespace() {
            is_gap = true;
        }
    }
    path
}

/// Zola's, which is ASCII: letters of other scripts as they sound.
///
/// ```
/// use feedmill::internal::article::permalink::slug::zola;
/// assert_eq!(zola("Ærø's ferry_2"), "aero-s-ferry-2");
/// ```
pub fn zola(text: &str) -> String {
    hyphenated(&deunicode(text), |c| c.is_ascii_alphanumeric()).to_ascii_lowercase()
}

/// Pelican's (`SLUG_REGEX_SUBSTITUTIONS`), which is ASCII.
///
/// ```
/// use feedmill::internal::article::permalink::slug::pelican;
/// assert_eq!(pelican("It's the Ærø ferry_2!"), "its-the-aero-ferry_2");
/// ```
pub fn pelican(text: &str) -> String {
    let kept: String = deunicode(text)
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || c.is_whitespace() || matches!(c, '_' | '-'))
        .collect();
    let mut slug = String::with_capacity(kept.len());
    for c in kept.trim().chars() {
        match c {
            '-' | ' ' | '\t' | '\n' | '\r' if slug.ends_with('-') => {}
            c if c == '-' || c.is_whitespace() => slug.push('-'),
            c => slug.push(c.to_ascii_lowercase()),
        }
    }
    slug
}

/// Hexo's (`hexo-util`): marks on letters go, signs are hyphens.
///
/// ```
/// use feedmill::internal::article::permalink::slug::hexo;
/// assert_eq!(hexo("Crème & Brûlée"), "Creme-Brulee");
/// ```
pub fn hexo(text: &str) -> String {
    let bare: String =
        DecomposingNormalizerBorrowed::new_nfd().normalize(text).chars().filter(|c| !is_mark(*c)).collect();
    let is_sign = |c: char| c.is_whitespace() || c.is_control() || "~`!@#$%^&*()-_+=[]{}|\\;:\"'<>,.?/".contains(c);
    hyphenated(&bare, |c| !is_sign(c))
}
