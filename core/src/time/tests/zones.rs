//! What the search for changes of offset takes for granted about the zone data.

use chrono_tz::TZ_VARIANTS;

use super::super::span::Span;
use super::super::years::start_of_year;
use super::super::zone::{LAST_YEAR_OF_CHANGES, offset_at, stretches};

const DAY: i64 = 86_400;

#[test]
fn no_zone_keeps_an_offset_for_less_than_six_days() {
    for zone in TZ_VARIANTS {
        let all = stretches(zone, Span::new(0, start_of_year(LAST_YEAR_OF_CHANGES + 1)));
        // The first and the last stretch are cut off.
        for stretch in all.iter().skip(1).take(all.len().saturating_sub(2)) {
            assert!(stretch.span.end - stretch.span.start > 6 * DAY, "{zone}");
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
