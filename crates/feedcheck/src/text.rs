//! Which characters may stand in what is published.

/// Whether XML 1.0 (§2.2, Char), HTML and every validator tried accept the character as it stands.
///
/// Beyond XML's own rule: no C1 controls, no U+FFFD (a sign of bad decoding), no noncharacters, no U+2028 and U+2029,
/// at which programs that read by lines break a line, and no byte order mark, which parsers swallow at a beginning.
pub fn is_legal(c: char) -> bool {
    match c {
        '\u{2028}' | '\u{2029}' | '\u{FDD0}'..='\u{FDEF}' | '\u{FEFF}' => false,
        '\t' | '\n' | ' '..='~' | '\u{A0}'..='\u{FFFC}' => true,
        '\u{10000}'.. => u32::from(c) & 0xFFFE != 0xFFFE,
        _ => false,
    }
}

/// Whether a text in UTF-8 holds a character that is not legal ([`is_legal`]). It runs at memory speed where there is
/// none that looks like one.
///
/// ```
/// use feedcheck::internal::has_illegal;
/// assert!(has_illegal("a\u{2028}b".as_bytes()));
/// assert!(!has_illegal("“naïve” \u{A0}—\u{1F30A}".as_bytes()));
/// ```
pub fn has_illegal(text: &[u8]) -> bool {
    // No branch in the loop, so that it is vectorised.
    let may_begin_one = |found, &b: &u8| {
        found | ((b < 0x20) & (b != b'\n') & (b != b'\t')) | (b == 0x7F) | (b == 0xC2) | (b == 0xE2) | (b >= 0xEF)
    };
    let chunks = text.chunks(64).enumerate().filter(|(_, chunk)| chunk.iter().fold(false, may_begin_one));
    chunks.flat_map(|(n, chunk)| (n * 64..).take(chunk.len())).any(|at| begins_illegal(&text[at..]))
}

/// Whether an illegal character begins a text in UTF-8.
fn begins_illegal(text: &[u8]) -> bool {
    let next = |n: usize| text.get(n).copied().unwrap_or(0);
    match text[0] {
        b'\t' | b'\n' | b' '..=b'~' => false,
        0..=0x7F => true,
        // C1 controls.
        0xC2 => next(1) < 0xA0,
        // U+2028 and U+2029.
        0xE2 => next(1) == 0x80 && matches!(next(2), 0xA8 | 0xA9),
        // U+FDD0 to U+FDEF, U+FEFF, and U+FFFD to U+FFFF.
        0xEF => match next(1) {
            0xB7 => matches!(next(2), 0x90..=0xAF),
            0xBB => next(2) == 0xBF,
            0xBF => next(2) >= 0xBD,
            _ => false,
        },
        // The last two of each plane.
        0xF0.. => next(1) & 0x0F == 0x0F && next(2) == 0xBF && next(3) >= 0xBE,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{has_illegal, is_legal};

    #[test]
    fn illegal_characters_are_found_wherever_they_stand() {
        for c in '\0'..=char::MAX {
            // Some begin in one of the parts that are looked at together and end in the next.
            for before in [0, 61, 63] {
                let text = format!("{:1$}{c}é", "", before);
                assert_eq!(has_illegal(text.as_bytes()), !is_legal(c), "U+{:04X} at {before}", u32::from(c));
            }
        }
        assert!(!has_illegal("“A naïve — look”, 🌊".repeat(40).as_bytes()));
    }
}
