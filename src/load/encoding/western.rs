//! Signs of Western Windows (windows-1252) in a text that has few letters or none beyond ASCII: pounds, curly quotes, degrees.
//!
//! Central European encodings have letters in their places (`£` is `Ł` there). A letter stands beside letters, a sign beside numbers
//! and blanks.

use encoding_rs::Encoding;

/// Signs that are no letter in any of these encodings: euro, ellipsis, curly quotes, dashes, bullet, trade mark, no-break space,
/// section, quotation marks, copyright, registered, degree, plus-minus, middle dot.
const SIGNS: &[u8] =
    b"\x80\x82\x84\x85\x86\x87\x8B\x91\x92\x93\x94\x95\x96\x97\x99\x9B\xA0\xA7\xA9\xAB\xAD\xAE\xB0\xB1\xB7\xBB";

/// Whether all that is not ASCII are signs of windows-1252, and stand where signs do.
pub(super) fn is_certain(text: &[u8]) -> bool {
    let mut beyond = text.iter().enumerate().filter(|(_, byte)| !byte.is_ascii());
    beyond.all(|(at, byte)| {
        let before = at.checked_sub(1).map_or(b' ', |at| text[at]);
        let after = text.get(at + 1).copied().unwrap_or(b' ');
        match byte {
            // A pound, a yen and a cent.
            0xA3 | 0xA5 => is_amount(text, at),
            0xA2 => before.is_ascii_digit() && !after.is_ascii_alphabetic(),
            // Raised numbers: of a metre, or behind a number.
            0xB2 | 0xB3 => {
                (before == b'm' || before.is_ascii_digit()) && !after.is_ascii_alphabetic() && after.is_ascii()
            }
            // Fractions.
            0xBC..=0xBE => {
                (before.is_ascii_digit() || before == b' ') && !after.is_ascii_alphabetic() && after.is_ascii()
            }
            byte => SIGNS.contains(byte),
        }
    })
}

/// Whether a sign of money stands before an amount, or between blanks.
fn is_amount(text: &[u8], at: usize) -> bool {
    let after = text.get(at + 1).copied().unwrap_or(b' ');
    let then = text.get(at + 2).copied().unwrap_or(b' ');
    after.is_ascii_digit()
        || (after == b'.' && then.is_ascii_digit())
        || (!after.is_ascii_alphanumeric() && after.is_ascii())
}

/// Whether there are pounds before numbers, and more of them than letters would be.
pub(super) fn has_pounds(text: &[u8]) -> bool {
    let (mut pounds, mut letters) = (0_usize, 0_usize);
    for at in memchr::memchr_iter(0xA3, text) {
        let after = text.get(at + 1).copied().unwrap_or(b' ');
        pounds += usize::from(after.is_ascii_digit());
        letters += usize::from(after.is_ascii_alphabetic() || !after.is_ascii());
    }
    pounds > letters
}

/// Whether an encoding of one byte for each character has a letter where windows-1252 has the pound.
pub(super) fn lacks_pounds(encoding: &'static Encoding) -> bool {
    let (sign, _) = encoding.decode_without_bom_handling(b"\xA3");
    encoding.is_single_byte() && sign.chars().next().is_some_and(|c| matches!(c, 'Ł' | 'Ģ' | 'Ŗ'))
}

#[cfg(test)]
mod tests {
    use super::{has_pounds, is_certain};

    #[test]
    fn signs_are_told_from_letters() {
        for text in [
            "saves \u{A3}100",
            "it\u{92}s 5\u{B0}, 20 m\u{B2}",
            "\u{93}Pay \u{A3}5\u{94}",
            "2\u{BD} pints \u{A9}",
            "in \u{A3}.",
        ] {
            let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
            assert!(is_certain(&bytes), "{text}");
        }
        // By\u{142}, \u{141}\u{f3}d\u{17a}, \u{17e}e in windows-1250.
        for bytes in [b"by\xB3 tam".as_slice(), b"\xA3\xF3d\x9F", b"\x9Ee", b"caf\xE9", b"\xA3ask"] {
            assert!(!is_certain(bytes));
        }
        assert!(has_pounds(b"caf\xE9 \xA35 \xA36 \xA3ask") && !has_pounds(b"\xA3\xF3d\x9F \xA31 \xA3ask"));
    }
}
