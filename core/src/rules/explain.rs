use std::fmt::Write as _;

use super::trace::{LeafTrace, NotEvaluated, RuleTrace, Trace, Verdict};

impl Trace {
    /// The trace in plain English: one paragraph for each trigger, in order.
    pub fn explain(&self) -> String {
        let mut text = String::new();
        for (i, rule) in self.rules.iter().enumerate() {
            let _ = write!(text, "{}. “{}” ", i + 1, rule.name);
            rule.explain_to(&mut text);
            text.push('\n');
        }
        text
    }
}

impl RuleTrace {
    fn explain_to(&self, text: &mut String) {
        match self.verdict {
            Verdict::Fired { changed } => {
                text.push_str(if changed {
                    "fired and changed the ticket."
                } else {
                    "fired, but nothing changed by it."
                });
            }
            Verdict::NotEvaluated { reason } => text.push_str(reason.explain()),
            Verdict::NotMatched => self.explain_why_not(text),
        }
    }

    fn explain_why_not(&self, text: &mut String) {
        let at_fault: Vec<_> = self.leaves.iter().filter(|leaf| self.why_not.contains(&leaf.path)).collect();
        text.push_str(match at_fault.len() {
            0 => "did not fire: its conditions can never hold.",
            1 => "did not fire. It would have fired if this had been otherwise:",
            _ => "did not fire. It would have fired if all of these had been otherwise:",
        });
        for leaf in at_fault {
            let _ = write!(text, "\n   - {}", leaf.explain());
        }
    }
}

impl NotEvaluated {
    fn explain(self) -> &'static str {
        match self {
            Self::AlreadyFired => "was not looked at again: it had fired in this update before.",
            Self::Inactive => "was not looked at: it is switched off.",
            Self::ClosedTicket => "was not looked at: the ticket was closed already.",
            Self::Stopped => "was not looked at: a trigger before it stopped the rest.",
            Self::Depth => "was not looked at: too many updates had caused each other.",
        }
    }
}

impl LeafTrace {
    /// The comparison and what it found, as a sentence without its stop.
    fn explain(&self) -> String {
        let Self { field, wanted, .. } = self;
        let phrase = match self.op.as_str() {
            "is" => format!("{field} is {wanted}"),
            "is_not" => format!("{field} is not {wanted}"),
            "in" => format!("{field} is one of: {wanted}"),
            "not_in" => format!("{field} is none of: {wanted}"),
            "less_than" => format!("{field} is less than {wanted}"),
            "greater_than" => format!("{field} is greater than {wanted}"),
            "present" => format!("{field} has a value"),
            "not_present" => format!("{field} has no value"),
            "includes_any" => format!("{field} include one of: {wanted}"),
            "includes_all" => format!("{field} include all of: {wanted}"),
            "includes_none" => format!("{field} include none of: {wanted}"),
            "contains_word" => format!("{field} contains the words “{wanted}”"),
            "contains_text" => format!("{field} contains “{wanted}”"),
            "matches" => format!("{field} matches the pattern {wanted}"),
            "changed" => format!("{field} was changed"),
            "not_changed" => format!("{field} was not changed"),
            "changed_to" => format!("{field} was changed to {wanted}"),
            "changed_from" => format!("{field} was changed from {wanted}"),
            "not_changed_to" => format!("{field} was not changed to {wanted}"),
            "not_changed_from" => format!("{field} was not changed from {wanted}"),
            "changed_by_actor" => format!("{field} was changed by the actor"),
            other => format!("{field} {other} {wanted}"),
        };
        let is_or_not = if self.holds { "is true" } else { "is not true" };
        format!("“{phrase}” {is_or_not}: {}", self.found())
    }

    fn found(&self) -> String {
        let now = self.actual.as_deref().unwrap_or("nothing");
        if !self.op.contains("changed") {
            return format!("it was {now}");
        }
        let before = self.before.as_deref().unwrap_or("nothing");
        if before == now { format!("it stayed {now}") } else { format!("it went from {before} to {now}") }
    }
}
