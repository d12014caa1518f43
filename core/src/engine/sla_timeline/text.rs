//! A timeline as lines of text, for a terminal or a note.

use super::types::{
    ClockTimeline, MarkKind, SlaTimeline, SpanState, TimelineDetail, TimelineMark, TimelineSpan,
};
use super::words::{calendar, cause, counted, duration, heading, mark, policy, priority, span, standing};
use crate::Timestamp;
use crate::model::ClockState;
use crate::time::Place;

impl SlaTimeline {
    /// The timeline as lines of plain English text, each with the local time at its beginning: for a terminal or a note. The same timeline
    /// is the same text everywhere.
    ///
    /// A clock shows the time of its calendar's zone. Before what it does stands a sign: `|` runs, `.` closed, `=` paused, `~` solved, `:` runs
    /// by hours that are not told one by one, `*` something happened. Parts of seconds are not told.
    ///
    /// ```
    /// use frontdesk::SlaTimeline;
    /// let timeline = r#"{ "ticket": 7, "now": 1767603600000, "zone": "Europe/Berlin", "clocks": [] }"#;
    /// let timeline: SlaTimeline = serde_json::from_str(timeline).unwrap();
    /// let text = "SLA clocks of ticket #7 up to Mon 2026-01-05 10:00 +01:00 (Europe/Berlin)\n\nNo SLA clock has started.\n";
    /// assert_eq!(timeline.to_text(), text);
    /// ```
    pub fn to_text(&self) -> String {
        let place = Place::of(&self.zone);
        let mut lines = vec![format!(
            "SLA clocks of ticket {} up to {} ({})",
            self.ticket,
            place.at(self.now),
            place.name()
        )];
        if self.clocks.is_empty() {
            lines.push(String::new());
            lines.push("No SLA clock has started.".to_owned());
        }
        for (nth, clock) in self.clocks.iter().enumerate() {
            lines.push(String::new());
            of_clock(clock, nth + 1, self, &mut lines);
        }
        lines.push(String::new());
        lines.join("\n")
    }
}

fn of_clock(clock: &ClockTimeline, nth: usize, timeline: &SlaTimeline, lines: &mut Vec<String>) {
    let target = &clock.target;
    let place = Place::of(target.zone.as_ref().unwrap_or(&timeline.zone));
    lines.push(format!("{nth}. {}: {}", heading(clock), standing(clock)));
    lines.push(format!("   policy    {}; {}", policy(target), priority(target)));
    lines.push(format!(
        "   target    {} on {} ({})",
        duration(target.target_millis),
        calendar(target),
        place.name()
    ));
    lines.push(format!("   counted   {}", counted(clock)));
    if let Some(due) = target.due_at.filter(|_| clock.state == ClockState::Running && !clock.breached) {
        let ahead = due.millis() - timeline.now.millis();
        let when = if ahead >= 0 { format!("in {}", duration(ahead)) } else { "passed".to_owned() };
        lines.push(format!("   due       {}, {when}", place.at(due)));
    }
    for warning in &clock.warnings_at {
        lines.push(format!("   warns     {}", place.at(*warning)));
    }
    if clock.detail == TimelineDetail::Summed {
        lines.push("   It ran for so long that its hours are not told one by one.".to_owned());
    }
    let entries: Vec<(String, String)> = in_order(clock)
        .into_iter()
        .map(|entry| match entry {
            Entry::Mark(one) => (place.at(one.at).to_string(), of_mark(one)),
            Entry::Span(one) => (place.at(one.from).to_string(), of_span(one)),
        })
        .collect();
    let wide = entries.iter().map(|(at, _)| at.len()).max().unwrap_or_default();
    lines.extend(entries.into_iter().map(|(at, told)| format!("   {at:wide$}  {told}")));
}

fn of_mark(one: &TimelineMark) -> String {
    match &one.by {
        Some(by) => format!("* {}, {}", mark(&one.what), cause(by)),
        None => format!("* {}", mark(&one.what)),
    }
}

fn of_span(one: &TimelineSpan) -> String {
    let sign = match one.state {
        SpanState::Running => '|',
        SpanState::Closed => '.',
        SpanState::Hours => ':',
        SpanState::Paused => '=',
        SpanState::Solved => '~',
        SpanState::Merged => '>',
    };
    if one.counted_millis == 0 {
        return format!("{sign} {}", span(one));
    }
    format!("{sign} {}; {} in all", span(one), duration(one.total_millis))
}

enum Entry<'a> {
    Mark(&'a TimelineMark),
    Span(&'a TimelineSpan),
}

/// Marks and spans by their beginning. What happened at an instant comes before what began with it.
fn in_order(clock: &ClockTimeline) -> Vec<Entry<'_>> {
    // What is told above, and what is a matter of course for who reads the spans.
    let told = |mark: &&TimelineMark| !matches!(mark.what, MarkKind::Due);
    let marks = clock.marks.iter().filter(told).map(|mark| (mark.at, Entry::Mark(mark)));
    let spans = clock.spans.iter().map(|span| (span.from, Entry::Span(span)));
    let mut all: Vec<(Timestamp, Entry<'_>)> = marks.chain(spans).collect();
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, entry)| entry).collect()
}
