//! Rules of readers: what some of them misread, though the format allows it.

use super::rules;

rules! {
    MISSING_DATES: Warning "missing-dates", "Give every entry a date; readers show the time of fetching instead", "https://www.rssboard.org/rss-profile#element-channel-item-pubdate";
}
