//! The tables of what the inputs hold: what is written into them, as a whole or as changes. [`super`] says when they are filled
//! and what a run trusts; `questions.rs` asks them.

use rusqlite::{Transaction, params};

use super::blob::{Writer, of_numbers};
use super::holders::{Holders, put_holders};
use super::questions::Holder;
use super::rows::{
    Changes, CollectedRow, InputReading, Member, Membership, ReadingRow, Rows, Segment, ShownRow, Spelling, TermRow,
};
use crate::feed::Taxonomy;
use crate::memory::{Memory, Record};
use crate::select::collected::keys_of_record;

/// Changes the tables. `memory` is what was remembered before of the articles that change, and what is.
pub(super) fn apply(
    transaction: &Transaction<'_>,
    changes: &Changes,
    memory: (&Memory, &Memory),
) -> rusqlite::Result<()> {
    for key in &changes.inputs_gone {
        let mut delete = transaction.prepare_cached("DELETE FROM reading_of_input WHERE path = ?1 AND part = ?2")?;
        delete.execute([&key.path, &key.part])?;
    }
    for input in &changes.inputs {
        put_input(transaction, input)?;
    }
    for n in &changes.segments_gone {
        transaction.prepare_cached("DELETE FROM segment WHERE n = ?1")?.execute([n])?;
    }
    for (n, segment) in &changes.segments {
        put_segment(transaction, *n, segment)?;
    }
    let holder = |n: i64| Holder::Reading(n).number();
    for (n, reading) in &changes.readings_gone {
        transaction.prepare_cached("DELETE FROM reading WHERE n = ?1")?.execute([n])?;
        remove_holder(transaction, holder(*n), reading.keys.iter().copied())?;
    }
    let mut holders = Vec::new();
    for (n, reading) in &changes.readings {
        put_reading(transaction, *n, reading)?;
        holders.extend(reading.keys.iter().map(|key| (*key, holder(*n))));
    }
    for (n, ReadingRow { segment, line, place, article, .. }) in &changes.readings_moved {
        let query = "UPDATE reading SET segment = ?2, line = ?3, place = ?4, article = ?5 WHERE n = ?1";
        transaction.prepare_cached(query)?.execute(params![n, segment, line, place, article])?;
    }
    let keys = |record: &Record| keys_of_record(&record.keys).collect::<Vec<_>>();
    for (n, record) in &memory.0.articles {
        if memory.1.articles.get(n).is_none_or(|new| new.keys != record.keys) {
            remove_holder(transaction, Holder::Record(*n).number(), keys(record).into_iter())?;
        }
    }
    for (n, record) in &memory.1.articles {
        if memory.0.articles.get(n).is_none_or(|old| old.keys != record.keys) {
            holders.extend(keys(record).into_iter().map(|key| (key, Holder::Record(*n).number())));
        }
    }
    put_holders(transaction, holders)?;
    for (n, article) in &changes.articles_gone {
        transaction.prepare_cached("DELETE FROM collected WHERE n = ?1")?.execute([n])?;
        for (term, before) in places(article) {
            let mut delete =
                transaction.prepare_cached("DELETE FROM member WHERE term = ?1 AND before = ?2 AND article = ?3")?;
            delete.execute([term, before, *n])?;
        }
    }
    for (n, article) in &changes.articles {
        put_collected(transaction, *n, article)?;
        for (term, before) in places(article) {
            let mut insert = transaction.prepare_cached("INSERT OR IGNORE INTO member VALUES (?1, ?2, ?3)")?;
            insert.execute([term, before, *n])?;
        }
    }
    for (n, shown) in &changes.shown_by {
        transaction.prepare_cached("UPDATE collected SET shown = ?2 WHERE n = ?1")?.execute(params![n, shown])?;
    }
    for (n, term) in &changes.terms {
        put_term(transaction, *n, term)?;
    }
    for (n, shown) in &changes.shown {
        put_shown(transaction, *n, shown)?;
    }
    Ok(())
}

/// The places of an article among those of its terms.
fn places(article: &CollectedRow) -> impl Iterator<Item = (i64, i64)> {
    let terms = [0].into_iter().chain(article.terms.iter().map(|of| of.term)).filter(|_| article.held.is_none());
    terms.map(|term| (term, -article.published))
}

fn remove_holder(transaction: &Transaction<'_>, holder: i64, keys: impl Iterator<Item = i64>) -> rusqlite::Result<()> {
    let mut delete = transaction.prepare_cached("DELETE FROM holder WHERE key = ?1 AND holder = ?2")?;
    for key in keys {
        delete.execute([key, holder])?;
    }
    Ok(())
}

/// Empties the tables.
pub(super) fn clear(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.execute_batch(
        "DELETE FROM reading_of_input; DELETE FROM segment; DELETE FROM reading; DELETE FROM holder; \
         DELETE FROM collected; DELETE FROM term; DELETE FROM member; DELETE FROM shown;",
    )
}

/// Writes all of it into the tables instead of what was there. The `holders` are the records that are remembered beside it.
pub(super) fn fill(transaction: &Transaction<'_>, all: &dyn Rows, mut holders: Holders) -> rusqlite::Result<()> {
    clear(transaction)?;
    for input in all.inputs() {
        put_input(transaction, input)?;
    }
    for (n, segment) in (1..).zip(all.segments()) {
        put_segment(transaction, n, segment)?;
    }
    for (n, reading) in (1..).zip(all.readings()) {
        put_reading(transaction, n, &reading)?;
        holders.add(Holder::Reading(n), reading.keys);
    }
    holders.write(transaction)?;
    for (n, article) in (1..).zip(all.articles()) {
        put_collected(transaction, n, &article)?;
    }
    for (n, term) in (0..).zip(all.terms()) {
        put_term(transaction, n, &term)?;
    }
    let mut insert = transaction.prepare_cached("INSERT OR IGNORE INTO member VALUES (?1, ?2, ?3)")?;
    for Member { term, before, article } in all.members() {
        insert.execute([term, before, article])?;
    }
    for (n, shown) in all.shown() {
        put_shown(transaction, n, &shown)?;
    }
    Ok(())
}

pub(super) fn put_input(transaction: &Transaction<'_>, input: &InputReading) -> rusqlite::Result<()> {
    let InputReading { key, format, access, order_signs, articles, others, size } = input;
    transaction
        .prepare_cached("INSERT OR REPLACE INTO reading_of_input VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?
        .execute(params![key.path, key.part, format, access.number(), order_signs, articles, others, size])
        .map(drop)
}

pub(super) fn put_segment(transaction: &Transaction<'_>, n: i64, segment: &Segment) -> rusqlite::Result<()> {
    let Segment { input, place, line, length, hash } = segment;
    transaction
        .prepare_cached("INSERT OR REPLACE INTO segment VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?
        .execute(params![n, input.path, input.part, place, line, length, hash])
        .map(drop)
}

pub(super) fn put_reading(transaction: &Transaction<'_>, n: i64, reading: &ReadingRow) -> rusqlite::Result<()> {
    let keys: Vec<u8> = reading.keys.iter().flat_map(|key| key.to_le_bytes()).collect();
    transaction
        .prepare_cached("INSERT OR REPLACE INTO reading VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?
        .execute(params![
            n,
            reading.segment,
            reading.line,
            reading.place,
            reading.length,
            reading.hash,
            reading.article,
            keys
        ])
        .map(drop)
}

pub(super) fn put_collected(transaction: &Transaction<'_>, n: i64, article: &CollectedRow) -> rusqlite::Result<()> {
    transaction
        .prepare_cached("INSERT OR REPLACE INTO collected VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?
        .execute(params![
            n,
            article.record,
            article.published,
            article.precision,
            article.day,
            article.held,
            article.due,
            article.has_address,
            of_memberships(&article.terms),
            article.shown,
        ])
        .map(drop)
}

/// The terms of an article: the number of each as the difference from the one before it, and the place of the spelling.
fn of_memberships(terms: &[Membership]) -> Vec<u8> {
    let mut out = Writer::default();
    let mut before = 0;
    for Membership { term, spelling } in terms {
        out.signed(term.wrapping_sub(before));
        out.unsigned(u64::from(*spelling));
        before = *term;
    }
    out.finish()
}

pub(super) fn put_term(transaction: &Transaction<'_>, n: i64, term: &TermRow) -> rusqlite::Result<()> {
    let mut spellings = Writer::default();
    for Spelling { hash, days } in &term.spellings {
        spellings.unsigned(*hash);
        spellings.counts(days);
    }
    transaction
        .prepare_cached("INSERT OR REPLACE INTO term VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![n, term.key, term.slug, spellings.finish()])
        .map(drop)
}

pub(super) fn put_shown(transaction: &Transaction<'_>, n: i64, shown: &ShownRow) -> rusqlite::Result<()> {
    let ShownRow { term, taxonomy, language, updated, activity, entries } = shown;
    transaction
        .prepare_cached("INSERT OR REPLACE INTO shown VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?
        .execute(params![
            n,
            term,
            taxonomy.map(Taxonomy::name),
            language,
            updated.map(|at| at.timestamp()),
            activity.articles,
            activity.newest.map(|day| day.to_epoch_days()),
            of_numbers(&activity.numbers()),
            of_numbers(entries),
        ])
        .map(drop)
}
