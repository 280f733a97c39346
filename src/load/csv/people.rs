//! Tables of people: subscribers and members, with their addresses, as newsletters export them beside the posts. Nothing of them
//! is ever an article.

use ::csv::StringRecord;

use super::header::header;
use crate::load::fields::{Field, Fields, fold};

/// Why such a table is not read.
pub(in crate::load) const PEOPLE: &str = "a table of people with their addresses, and of no articles";

/// Names of columns with addresses of people, without anything but letters.
const ADDRESSES: &[&str] = &["email", "emailaddress", "useremail", "subscriberemail", "memberemail"];

/// Whether a table has addresses of people, and nothing that only articles have: a title that is called so, an address on the web,
/// a text. What `fields` says of it counts.
pub(super) fn is_of_people(table: &str, separator: u8, fields: &Fields) -> bool {
    header(table, separator).is_some_and(|names| are_of_people(&names, fields))
}

fn are_of_people(names: &StringRecord, fields: &Fields) -> bool {
    let is_address = |name: &str| ADDRESSES.contains(&fold(name).as_str());
    let is_of_article = |name: &str| {
        let says = |field: Field| fields.paths(field).any(|path| fold(path) == fold(name));
        let is_name = fold(name) == "name" && fields.paths(Field::Title).count() > 1;
        (says(Field::Title) && !is_name) || [Field::Url, Field::Content, Field::Summary].into_iter().any(says)
    };
    names.iter().any(is_address) && !names.iter().any(is_of_article)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::is_of_people;
    use crate::load::fields::{Field, Fields};

    #[test]
    fn tables_of_people_are_told_from_those_of_articles() {
        let is = |header: &str| is_of_people(header, b',', &Fields::usual());
        for people in [
            "email,active_subscription,expiry,plan\n",
            "post_id,timestamp,email\n",
            "Email,Name,Stripe plan,Start date,Links clicked\n",
            "id,email,name,note,subscribed_to_emails,created_at,labels\n",
            "\u{FEFF}E-Mail,name\n",
        ] {
            assert!(is(people), "{people}");
        }
        for articles in [
            "title,url,date\n",
            "title,email\n",
            "email,link,name\n",
            "name,date\n",
            "headline,author_email\n",
            "email,text\n",
            "",
        ] {
            assert!(!is(articles), "{articles}");
        }
        // Somebody says that names are titles.
        let said = Fields::new(&BTreeMap::from([(Field::Title, vec!["name".to_owned()])]));
        assert!(!is_of_people("email,name\n", b',', &said));
    }
}
