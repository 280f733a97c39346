//! The conditions of `where` in `[[input]]`.

use regex::Regex;
use serde::Deserialize;

use super::OneOrMany;
use super::wanted::reason;
use crate::load::fields::Filter;
use crate::load::fields::filter::{Condition, Test};

/// The conditions of `where`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(try_from = "Vec<ConditionTable>")]
pub struct FilterTable(pub Filter);

impl TryFrom<Vec<ConditionTable>> for FilterTable {
    type Error = String;
    fn try_from(tables: Vec<ConditionTable>) -> Result<Self, String> {
        let conditions: Vec<Condition> = tables.into_iter().flat_map(|ConditionTable(conditions)| conditions).collect();
        if conditions.len() > Filter::MOST {
            return Err(format!("where has at most {} conditions", Filter::MOST));
        }
        Ok(Self(Filter::new(conditions)))
    }
}

/// `{ field = "status", is = ["live", "sticky"] }`: all that it says must hold.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "ConditionForm")]
struct ConditionTable(Vec<Condition>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConditionForm {
    field: String,
    is: Option<Words>,
    is_not: Option<Words>,
    matches: Option<OneOrMany<String>>,
}

/// One value or a list of them: texts, numbers, `true` or `false`.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a text, a number, true or false, or a list of these")]
enum Words {
    One(Scalar),
    Many(Vec<Scalar>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Scalar {
    Bool(bool),
    Whole(i64),
    Number(f64),
    Text(String),
}

impl Words {
    /// Their texts.
    fn into_texts(self) -> Vec<String> {
        let text = |scalar: Scalar| match scalar {
            Scalar::Bool(is) => is.to_string(),
            Scalar::Whole(number) => number.to_string(),
            Scalar::Number(number) => number.to_string(),
            Scalar::Text(text) => text,
        };
        match self {
            Self::One(one) => vec![text(one)],
            Self::Many(many) => many.into_iter().map(text).collect(),
        }
    }
}

impl TryFrom<ConditionForm> for ConditionTable {
    type Error = String;
    fn try_from(form: ConditionForm) -> Result<Self, String> {
        let ConditionForm { field, is, is_not, matches } = form;
        if field.split('.').any(|part| part.trim().is_empty()) {
            return Err(format!("\"{field}\" is no name of a field; it should look like status or meta.status"));
        }
        let pattern =
            |text: String| Regex::new(&text).map_err(|error| format!("\"{text}\" is no pattern: {}", reason(&error)));
        let patterns = matches.map(|list| list.into_vec().into_iter().map(pattern).collect::<Result<Vec<_>, _>>());
        let tests = [
            is.map(|words| Test::Is(words.into_texts())),
            is_not.map(|words| Test::IsNot(words.into_texts())),
            patterns.transpose()?.map(Test::Matches),
        ];
        let conditions: Vec<Condition> = tests.into_iter().flatten().map(|test| Condition::new(&field, test)).collect();
        if conditions.is_empty() {
            return Err(format!("what must hold of \"{field}\"? It takes is, is_not or matches"));
        }
        Ok(Self(conditions))
    }
}
