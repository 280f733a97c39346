//! Who has which keys, collected while the other tables are filled and written in the order of the table: rows in any other order
//! would take several times as long, and a collection has too many of them to be sorted in memory.

use std::path::Path;

use rusqlite::Transaction;

use super::questions::Holder;
use crate::memory::Record;
use crate::select::collected::keys_of_record;
use crate::spill::{Place, Spill};

/// How many bits of a key say which bucket it is in.
const BITS: u32 = 5;

/// How many bytes of a bucket are put away at once.
const AT_ONCE: usize = 1 << 15;

/// How many bytes of all buckets stay in memory.
const IN_MEMORY: u64 = 1 << 20;

/// A key and the number of its holder, as bytes.
const PAIR: usize = 16;

/// Holders of keys in buckets, each of which has the keys between those of the one before it and the one after it.
pub(super) struct Holders {
    spill: Spill,
    buckets: Vec<Bucket>,
}

/// Some of the keys with their holders, in no order.
#[derive(Default)]
struct Bucket {
    open: Vec<u8>,
    away: Vec<Place>,
}

impl Holders {
    /// None yet. What does not stay in memory goes into a temporary file in the folder.
    pub(super) fn new(folder: Option<&Path>) -> Self {
        let buckets = (0..1 << BITS).map(|_| Bucket::default()).collect();
        Self { spill: Spill::new(folder, IN_MEMORY), buckets }
    }

    /// Adds a holder of keys.
    pub(super) fn add(&mut self, holder: Holder, keys: impl IntoIterator<Item = i64>) {
        for key in keys {
            // The table has the negative ones first.
            let place = (key.cast_unsigned() ^ (1 << 63)) >> (u64::BITS - BITS);
            let Some(bucket) = usize::try_from(place).ok().and_then(|place| self.buckets.get_mut(place)) else {
                unreachable!("so few bits are the number of a bucket")
            };
            bucket.open.extend_from_slice(&key.to_le_bytes());
            bucket.open.extend_from_slice(&holder.number().to_le_bytes());
            if bucket.open.len() >= AT_ONCE {
                bucket.away.push(self.spill.put(&bucket.open));
                bucket.open.clear();
            }
        }
    }

    /// Adds a record, by its number.
    pub(super) fn add_record(&mut self, n: i64, record: &Record) {
        self.add(Holder::Record(n), keys_of_record(&record.keys));
    }

    /// Writes them all.
    pub(super) fn write(self, transaction: &Transaction<'_>) -> rusqlite::Result<()> {
        let mut bytes = Vec::new();
        for Bucket { open, away } in &self.buckets {
            bytes.clear();
            for place in away {
                let lost = |error| rusqlite::Error::ToSqlConversionFailure(Box::new(error));
                self.spill.get(*place, &mut bytes).map_err(lost)?;
            }
            bytes.extend_from_slice(open);
            let number = |bytes: &[u8]| bytes.try_into().map_or(0, i64::from_le_bytes);
            let pairs = bytes.chunks_exact(PAIR).map(|pair| (number(&pair[..8]), number(&pair[8..])));
            put_holders(transaction, pairs.collect())?;
        }
        Ok(())
    }
}

/// Writes who has which keys, in the order of the table.
pub(super) fn put_holders(transaction: &Transaction<'_>, mut holders: Vec<(i64, i64)>) -> rusqlite::Result<()> {
    holders.sort_unstable();
    let mut insert = transaction.prepare_cached("INSERT OR IGNORE INTO holder VALUES (?1, ?2)")?;
    for (key, holder) in holders {
        insert.execute([key, holder])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::{AT_ONCE, Holders, PAIR};
    use crate::catalogue::questions::Holder;

    #[test]
    fn all_holders_are_written_once_and_in_order() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch("CREATE TABLE holder (key INTEGER, holder INTEGER, PRIMARY KEY (key, holder)) WITHOUT ROWID")
            .unwrap();
        let folder = tempfile::tempdir().unwrap();
        let mut holders = Holders::new(Some(folder.path()));
        // More than one bucket holds before some of it is put away, from the least key to the greatest.
        let count = i64::try_from(3 * AT_ONCE / PAIR).unwrap();
        let key = |n: i64| if n % 3 == 0 { n } else { n.wrapping_mul(0x9e37_79b9_7f4a_7c15_u64.cast_signed()) };
        for n in 0..count {
            holders.add(Holder::Reading(n), [key(n), i64::MIN, i64::MAX, i64::MIN]);
        }
        let transaction = connection.transaction().unwrap();
        holders.write(&transaction).unwrap();
        let mut query = transaction.prepare("SELECT key, holder FROM holder").unwrap();
        let found = query.query_map((), |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        let found: Vec<(i64, i64)> = found.map(Result::unwrap).collect();
        let mut expected: Vec<(i64, i64)> = (0..count)
            .flat_map(|n| [key(n), i64::MIN, i64::MAX].map(|key| (key, Holder::Reading(n).number())))
            .collect();
        expected.sort_unstable();
        expected.dedup();
        assert_eq!(found, expected);
    }
}
