//! Tags of languages (RFC 5646), by their first part.

/// The languages of ISO 639-1.
const TWO_LETTERS: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo \
     es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it iu iw ja \
     ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my \
     na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn \
     so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// Whether a text is the code of a language in ISO 639-1, in small letters; also one that was replaced since.
pub fn is_two_letter_code(text: &str) -> bool {
    text.len() == 2 && TWO_LETTERS.split(' ').any(|known| known == text)
}

/// Whether a text is the tag of a language: two letters of ISO 639-1, or three of the longer lists, then other parts.
pub(crate) fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default().to_ascii_lowercase();
    let is_known = match first.len() {
        1 => matches!(first.as_str(), "i" | "x"),
        2 => is_two_letter_code(&first),
        3 => first.bytes().all(|b| b.is_ascii_lowercase()),
        _ => false,
    };
    is_known && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::is_language;

    #[test]
    fn languages_are_tags_and_not_names() {
        for good in ["en", "EN-us", "zh-Hant-TW", "haw", "x-klingon", "es-419"] {
            assert!(is_language(good), "{good}");
        }
        for bad in ["", "english", "xx", "en_US", "en-", "deutsch-at"] {
            assert!(!is_language(bad), "{bad}");
        }
    }
}
