//! Pictures of activity: a bar for each week, month or year, as one path of inline SVG.
//!
//! Each picture is as high as its own highest bar: what can be compared is when there was more and when less. A picture
//! is some 200 bytes, for a list may have hundreds of them.

use std::fmt::Write as _;

use chrono::NaiveDate;
use maud::{Markup, html};

use super::words::{Words, day};
use crate::feed::{Activity, Calendar, Unit};

/// The height of the highest bar, in widths of a bar.
const HEIGHT: u32 = 9;

/// A small picture, with its text.
pub(super) fn small(activity: &Activity, words: Words) -> Markup {
    html! {
        @if let Some(calendar) = activity.calendar {
            (svg(activity, words.lang, &format!("{}: {}", caption(calendar), summary(activity, calendar))))
        }
    }
}

/// A picture with a caption, among English words.
pub(super) fn figure(activity: &Activity) -> Markup {
    html! {
        @if let Some(calendar) = activity.calendar {
            @let to = when(calendar, calendar.last_day());
            figure {
                (svg(activity, None, &format!("{} to {to}: {}", caption(calendar), summary(activity, calendar))))
                figcaption { (caption(calendar)) }
            }
        }
    }
}

/// What the bars are.
fn caption(calendar: Calendar) -> String {
    format!("Articles per {} from {}", calendar.unit().name(), when(calendar, calendar.first_day()))
}

/// A day as exactly as the calendar's unit.
fn when(calendar: Calendar, date: NaiveDate) -> String {
    match calendar.unit() {
        Unit::Week => day(date),
        Unit::Month => date.format("%B %Y").to_string(),
        Unit::Year => date.format("%Y").to_string(),
    }
}

/// The highest bar in words.
fn summary(activity: &Activity, calendar: Calendar) -> String {
    let Some((most, first)) = activity.peak() else { return "none".to_owned() };
    let within = if calendar.unit() == Unit::Week { "in the week of" } else { "in" };
    format!("at most {most}, {within} {}", when(calendar, first))
}

fn svg(activity: &Activity, lang: Option<&str>, text: &str) -> Markup {
    html! {
        svg.activity lang=[lang] role="img" viewBox={ "-.5 0 " (activity.counts.len()) " " (HEIGHT) } {
            title { (text) }
            path d=(bars(&activity.counts)) {}
        }
    }
}

/// Upright strokes, one for each number that is not zero; none of them vanishes.
fn bars(counts: &[u32]) -> String {
    let most = u64::from(counts.iter().copied().max().unwrap_or(0));
    let mut path = String::new();
    for (place, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let high = (u64::from(*count) * u64::from(HEIGHT)).div_ceil(most);
        // Writing to a String cannot fail.
        let _ = write!(path, "M{place} {HEIGHT}v-{high}");
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_bar_fills_the_picture_and_the_lowest_is_seen() {
        assert_eq!(bars(&[0, 1, 0, 1_000]), "M1 9v-1M3 9v-9");
        assert_eq!(bars(&[0, 0]), "");
        assert_eq!(bars(&[u32::MAX]), "M0 9v-9");
    }

    #[test]
    fn the_text_says_what_the_picture_shows() {
        let days: Vec<NaiveDate> =
            ["2025-02-03", "2026-07-20", "2025-02-04"].iter().filter_map(|day| day.parse().ok()).collect();
        let activity = Activity::of(days);
        let drawn = figure(&activity).into_string();
        assert!(
            drawn.contains(
                "<title>Articles per month from August 2024 to July 2026: at most 2, in February 2025</title>"
            ),
            "{drawn}"
        );
        assert!(drawn.contains("<figcaption>Articles per month from August 2024</figcaption>"), "{drawn}");
        assert!(
            small(&activity, Words::on(None))
                .into_string()
                .contains("<title>Articles per month from August 2024: at most 2, in February 2025</title>")
        );
    }
}
