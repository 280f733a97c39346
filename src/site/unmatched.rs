//! What `[[input]]` tables name, in `fields` and `where`, that no article of theirs has.

use super::inputs::Found;
use crate::article::Origin;
use crate::config::InputConfig;
use crate::load::{Field, Input, KnownNames, Loaded};
use crate::report::{Warning, WarningCode};
use feedcheck::internal::nearest;

/// What the articles of a table have.
struct Table<'c> {
    config: &'c InputConfig,
    /// Which conditions of `where` are about a field that one has, and which names of `fields` one has, by their places.
    seen: u64,
    given: u64,
    names: KnownNames,
    /// Whether they have names of their own at all.
    has_names: bool,
}

/// Says it, once for each table and name.
pub(super) fn warnings(file_name: &str, files: &[(&Found<'_>, &Input, Loaded<'_>)]) -> Vec<Warning> {
    let mut tables: Vec<Table<'_>> = Vec::new();
    for (found, _, loaded) in files {
        let fields = &found.config.fields;
        if !fields.names_some() || loaded.drafts.is_empty() {
            continue;
        }
        let at = tables.iter().position(|table| std::ptr::eq(table.config, found.config)).unwrap_or_else(|| {
            let names = KnownNames::default();
            tables.push(Table { config: found.config, seen: 0, given: 0, names, has_names: false });
            tables.len() - 1
        });
        let table = &mut tables[at];
        table.seen |= loaded.seen;
        table.given |= loaded.given;
        table.names.append(&loaded.names);
        table.has_names |= loaded.has_records;
    }
    let say = |table: &Table<'_>| [conditions(file_name, table), fields(file_name, table)].concat();
    tables.iter().flat_map(say).collect()
}

/// What of it may be the reason why there is no article.
pub(super) fn hints<'w>(warnings: impl Iterator<Item = &'w Warning>) -> Vec<String> {
    let own =
        warnings.filter(|warning| matches!(warning.code, WarningCode::UnmatchedField | WarningCode::UnmatchedWhere));
    own.map(|warning| format!("{}: {}", warning.origin, warning.message)).collect()
}

/// Conditions of `where` about a field that no article has.
fn conditions(file_name: &str, table: &Table<'_>) -> Vec<Warning> {
    let conditions = table.config.fields.filter().conditions().iter().enumerate();
    let unmatched = conditions.filter(|(n, _)| table.seen & (1 << n) == 0);
    let warning = |(_, condition): (usize, &crate::load::fields::filter::Condition)| {
        let field = condition.field();
        let known = table.names.iter().chain(Field::ALL.iter().map(|field| field.name()));
        let near = nearest(field, known.filter(|known| *known != field)).filter(|_| !table.names.has(field));
        let message = format!("where names \"{field}\", which no article of its [[input]] table has{}", meant(near));
        Warning::new(&Origin::new(file_name, table.config.line), WarningCode::UnmatchedWhere, message)
    };
    unmatched.map(warning).collect()
}

/// Names of `fields` that no article has.
fn fields(file_name: &str, table: &Table<'_>) -> Vec<Warning> {
    // Feeds have elements, whatever `fields` says.
    if !table.has_names {
        return Vec::new();
    }
    let told: Vec<(usize, Field, &str)> =
        table.config.fields.told().enumerate().map(|(n, (field, name))| (n, field, name)).collect();
    let is_had = |n: usize, name: &str| table.given & (1 << n) != 0 || table.names.has(name);
    let mut warnings = Vec::new();
    for field in Field::ALL {
        let own = || told.iter().filter(|(_, of, _)| of == field);
        let unmatched: Vec<&str> = own().filter(|(n, _, name)| !is_had(*n, name)).map(|(.., name)| *name).collect();
        if unmatched.is_empty() {
            continue;
        }
        let each = |name: &&str| format!("\"{name}\"{}", meant_briefly(nearest(name, table.names.iter())));
        let shown = unmatched.iter().map(each).collect::<Vec<_>>().join(", ");
        let field = field.name();
        let message = if unmatched.len() == own().count() {
            format!("no article of its [[input]] table has what `fields` names for {field}: {shown}")
        } else {
            format!("of the names that `fields` has for {field}, no article of its [[input]] table has {shown}")
        };
        warnings.push(Warning::new(&Origin::new(file_name, table.config.line), WarningCode::UnmatchedField, message));
    }
    warnings
}

fn meant(near: Option<&str>) -> String {
    near.map_or_else(String::new, |near| format!("; did you mean \"{near}\"?"))
}

fn meant_briefly(near: Option<&str>) -> String {
    near.map_or_else(String::new, |near| format!(" (did you mean \"{near}\"?)"))
}
