//! Numbers.

/// A whole number with its sign, blank space around it allowed.
pub(crate) fn integer(text: &str) -> Option<i64> {
    text.trim().parse().ok()
}

/// Whether a text is a number with digits before an optional point, and a sign if `signed`.
pub(crate) fn is_decimal(text: &str, signed: bool) -> bool {
    let digits = if signed { text.strip_prefix(['+', '-']).unwrap_or(text) } else { text };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    !whole.is_empty() && is_number(whole) && is_number(fraction)
}

/// A number of degrees within a limit.
pub(crate) fn is_angle(text: &str, limit: f64) -> bool {
    text.trim().parse::<f64>().is_ok_and(|angle| angle.abs() <= limit)
}

/// Whether a text is a length of time as podcasts write it: seconds, or minutes or hours and two digits each.
pub(crate) fn is_duration(text: &str) -> bool {
    let mut parts = text.split(':');
    let first = parts.next().unwrap_or_default();
    let rest: Vec<_> = parts.collect();
    let is_sixtieth =
        |part: &&str| part.len() == 2 && part.as_bytes()[0] <= b'5' && part.bytes().all(|b| b.is_ascii_digit());
    !first.is_empty() && first.bytes().all(|b| b.is_ascii_digit()) && rest.len() <= 2 && rest.iter().all(is_sixtieth)
}

/// Whether a text is a moment of a recording (RFC 2326 §3.6): `now`, seconds, or hours, minutes and seconds.
pub(crate) fn is_play_time(text: &str) -> bool {
    let parts: Vec<_> = text.split(':').collect();
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    match parts[..] {
        ["now"] => true,
        [seconds] => is_decimal(seconds, false),
        [hours, minutes, seconds] => {
            let whole = seconds.split('.').next().unwrap_or_default();
            is_number(hours)
                && minutes.len() == 2
                && is_number(minutes)
                && whole.len() == 2
                && is_decimal(seconds, false)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_other_text() {
        assert_eq!((integer(" 12 "), integer("-3"), integer("1.5"), integer("")), (Some(12), Some(-3), None, None));
        assert!(is_decimal("1.", false) && is_decimal("-1.5", true));
        assert!(!is_decimal("-1", false) && !is_decimal(".5", true) && !is_decimal("1e3", false));
        assert!(is_angle("-89.5", 90.0) && !is_angle("91", 90.0) && !is_angle("N", 90.0));
        assert!(is_duration("3:05") && is_duration("7200") && is_duration("1:02:03") && !is_duration("3:5"));
        assert!(is_play_time("now") && is_play_time("12.5") && is_play_time("1:02:03.5") && !is_play_time("2:03"));
    }
}
