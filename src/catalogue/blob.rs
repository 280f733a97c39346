//! Lists of numbers in one column: each as few bytes as it needs (LEB128), signed ones with the sign last.

use std::collections::BTreeMap;

/// The seven bits of a number that are written next.
fn low_bits(number: u64) -> u8 {
    u8::try_from(number & 0x7f).unwrap_or(0)
}

/// Writes numbers.
#[derive(Debug, Default)]
pub(super) struct Writer(Vec<u8>);

impl Writer {
    pub(super) fn unsigned(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(low_bits(number) | 0x80);
            number >>= 7;
        }
        self.0.push(low_bits(number));
    }

    pub(super) fn signed(&mut self, number: i64) {
        self.unsigned(((number << 1) ^ (number >> 63)).cast_unsigned());
    }

    /// How many there are of each, by numbers.
    pub(super) fn counts(&mut self, counts: &BTreeMap<i32, u64>) {
        self.unsigned(counts.len() as u64);
        let mut before = 0;
        for (number, count) in counts {
            self.signed(i64::from(*number) - before);
            self.unsigned(*count);
            before = i64::from(*number);
        }
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.0
    }
}

/// Reads numbers; `None` where none is left, or none that was written here.
#[derive(Debug)]
pub(super) struct Reader<'b>(pub(super) &'b [u8]);

impl Reader<'_> {
    pub(super) fn unsigned(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    pub(super) fn signed(&mut self) -> Option<i64> {
        let number = self.unsigned()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    /// What [`Writer::counts`] wrote.
    pub(super) fn counts(&mut self) -> Option<BTreeMap<i32, u64>> {
        let mut before = 0_i64;
        let mut counts = BTreeMap::new();
        for _ in 0..self.unsigned()? {
            before = before.wrapping_add(self.signed()?);
            counts.insert(i32::try_from(before).ok()?, self.unsigned()?);
        }
        Some(counts)
    }
}

/// Numbers in their order, each as the difference from the one before it.
pub(super) fn of_numbers(numbers: &[i64]) -> Vec<u8> {
    let mut out = Writer::default();
    let mut before = 0;
    for number in numbers {
        out.signed(number.wrapping_sub(before));
        before = *number;
    }
    out.finish()
}

/// What [`of_numbers`] wrote.
pub(super) fn numbers(blob: &[u8]) -> impl Iterator<Item = i64> {
    let mut blob = Reader(blob);
    let mut before = 0_i64;
    std::iter::from_fn(move || {
        before = before.wrapping_add(blob.signed()?);
        Some(before)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for list in [&[][..], &[0], &[i64::MIN, i64::MAX, -1, 0, 1, 127, 128, 300]] {
            assert_eq!(numbers(&of_numbers(list)).collect::<Vec<_>>(), list);
        }
        let days = BTreeMap::from([(-719_162, 1), (0, 300), (20_000, 1 << 40), (i32::MAX, 2)]);
        let mut blob = Writer::default();
        blob.counts(&days);
        assert_eq!(Reader(&blob.finish()).counts(), Some(days));
        assert_eq!(numbers(&[0x80]).next(), None);
    }
}
