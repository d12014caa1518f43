//! Finding a number in a rising list without a search through all of it.

use std::ops::Range;

/// At most so many stretches: a list of the longest days does not need more memory for being found than for itself.
const MOST_STRETCHES: usize = 2_048;

/// Where the numbers of a rising list stand, by their leading bits. Numbers that are spread evenly, as the hours of a year
/// are, are nearly all alone in their stretch: one comparison is left, where a search by halves would make eight that no
/// processor can foresee.
#[derive(Debug)]
pub(super) struct Index {
    /// So many trailing bits tell the numbers of one stretch apart.
    trailing: u32,
    /// How many numbers of the list are below each stretch. Nothing for a list that is too long to be counted so.
    below: Box<[u16]>,
}

impl Index {
    /// The index of a list, none of whose numbers is above `last`.
    pub fn new(rising: impl ExactSizeIterator<Item = u32>, last: u32) -> Self {
        let most = (2 * rising.len()).clamp(2, MOST_STRETCHES);
        let fits = |trailing: &u32| usize::try_from(last >> trailing).is_ok_and(|stretch| stretch < most);
        let trailing = (0..u32::BITS).find(fits).unwrap_or_default();
        if u16::try_from(rising.len()).is_err() {
            return Self { trailing, below: Box::default() };
        }
        let mut numbers = rising.peekable();
        let mut count = 0;
        let below = (0..=(last >> trailing) + 1).map(|stretch| {
            while numbers.next_if(|number| number >> trailing < stretch).is_some() {
                count += 1;
            }
            count
        });
        Self { trailing, below: below.collect() }
    }

    /// How many numbers of the list are below this one. The list is told again, as it is not kept.
    pub fn count_below<T>(&self, number: u32, list: &[T], of: impl Fn(&T) -> u32) -> usize {
        let Range { start, end } = self.stretch(number).unwrap_or(0..list.len());
        if end - start <= 1 {
            return start + usize::from(list.get(start).is_some_and(|item| of(item) < number));
        }
        start + list.get(start..end).map_or(0, |few| few.partition_point(|item| of(item) < number))
    }

    /// The places of the numbers with the leading bits of this one; none when it is above all.
    fn stretch(&self, number: u32) -> Option<Range<usize>> {
        let at = usize::try_from(number >> self.trailing).ok()?;
        let [start, end] = *self.below.get(at..)?.first_chunk()?;
        Some(usize::from(start)..usize::from(end))
    }

    /// How many bytes it keeps beside itself.
    #[cfg(test)]
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.below)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::Dice;
    use super::*;

    fn index_agrees(list: &[u32], last: u32) {
        let index = Index::new(list.iter().copied(), last);
        let near =
            list.iter().flat_map(|number| [number.saturating_sub(1), *number, number.saturating_add(1)]);
        for number in near.chain([0, last, u32::MAX]) {
            let expected = list.iter().filter(|other| **other < number).count();
            assert_eq!(index.count_below(number, list, |number| *number), expected, "{number} in {list:?}");
        }
    }

    #[test]
    fn every_number_is_found_where_a_count_finds_it() {
        index_agrees(&[], 0);
        index_agrees(&[0], 0);
        index_agrees(&[0, 0, 7], u32::MAX);
        index_agrees(&[5, 5, 5, u32::MAX], u32::MAX);
        let mut dice = Dice(31);
        for round in 0..200 {
            let last = 1 + dice.below(40_000_000) as u32;
            let mut list: Vec<u32> =
                (0..dice.below(300)).map(|_| dice.below(u64::from(last) + 1) as u32).collect();
            if round % 2 == 0 {
                // Many close together, and long stretches without any.
                list.iter_mut().for_each(|number| *number >>= 12);
            }
            list.sort_unstable();
            index_agrees(&list, last);
        }
    }

    #[test]
    fn a_list_that_is_too_long_to_be_counted_is_searched() {
        let list: Vec<u32> = (0..70_000).map(|number| number * 3).collect();
        let index = Index::new(list.iter().copied(), 210_000);
        assert_eq!(index.bytes(), 0);
        for number in [0, 1, 2, 3, 4, 150_000, 209_996, 209_997, 209_998, u32::MAX] {
            let expected = list.partition_point(|other| *other < number);
            assert_eq!(index.count_below(number, &list, |number| *number), expected);
        }
    }

    #[test]
    fn it_is_no_larger_than_twice_the_list_and_has_an_end() {
        let evenly = |count: u32| Index::new((0..count).map(|nth| nth * 1_000), count * 1_000).bytes();
        assert!(evenly(250) <= 2 * 250 * 2 + 4 && evenly(250) > 250 * 2);
        assert!(evenly(17_000) <= MOST_STRETCHES * 2 + 4);
    }
}
