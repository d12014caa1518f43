//! What the search for changes of offset takes for granted about the zone data.

use chrono_tz::TZ_VARIANTS;

use super::super::span::Span;
use super::super::years::start_of_year;
use super::super::zone::{LAST_YEAR_OF_CHANGES, LOOK_EVERY, offset_at, stretches};

const DAY: i64 = 86_400;

#[test]
fn every_stay_at_an_offset_is_long_enough_to_be_seen() {
    for zone in TZ_VARIANTS {
        let end = start_of_year(LAST_YEAR_OF_CHANGES + 1);
        let mut stay = (offset_at(zone, 0), i64::MIN);
        for second in (0..end).step_by(usize::try_from(DAY / 2).unwrap()) {
            let offset = offset_at(zone, second);
            if offset != stay.0 {
                // The change may be half a day earlier than it is seen.
                assert!(second.saturating_sub(stay.1) > LOOK_EVERY + DAY / 2, "{zone} at {second}");
                stay = (offset, second);
            }
        }
    }
}

#[test]
fn stretches_begin_where_the_offset_changes() {
    for zone in TZ_VARIANTS.iter().step_by(7) {
        let span = Span::new(start_of_year(1990), start_of_year(2040));
        let all = stretches(*zone, span);
        assert_eq!((all[0].span.start, all[all.len() - 1].span.end), (span.start, span.end));
        for pair in all.windows(2) {
            assert_eq!(pair[0].span.end, pair[1].span.start);
            assert_eq!(offset_at(*zone, pair[0].span.end - 1), pair[0].offset);
            assert_eq!(offset_at(*zone, pair[1].span.start), pair[1].offset);
            assert_ne!(pair[0].offset, pair[1].offset);
        }
    }
}

#[test]
fn no_zone_changes_after_the_last_year_of_changes() {
    for zone in TZ_VARIANTS {
        let after = start_of_year(LAST_YEAR_OF_CHANGES + 1);
        let offset = offset_at(zone, after);
        for day in (0..400 * 366).step_by(25) {
            assert_eq!(offset_at(zone, after + day * DAY), offset, "{zone}");
        }
        assert_eq!(offset_at(zone, start_of_year(10_000) - 1), offset, "{zone}");
    }
}
