//! Makes a history on which engine and model differ as short as it gets.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::compare::{Again, Difference, difference};
use super::history::{History, Step, What};
use super::hours::instant;

/// How a history fails; one that the desk refuses, because something is missing now, does not.
fn failure(history: &History, again: Again) -> Difference {
    catch_unwind(AssertUnwindSafe(|| difference(history, again))).unwrap_or_default()
}

/// Leaves out steps, and rows of policies, as long as a difference remains; tells what that is.
pub fn shrink(mut history: History, again: Again) -> (History, String) {
    let (last, mut text) = failure(&history, again).unwrap();
    history.steps.truncate(last + 1);
    let mut at = 0;
    while at < history.steps.len() {
        let mut shorter = history.clone();
        shorter.steps.remove(at);
        match failure(&shorter, again) {
            Some((last, why)) => {
                shorter.steps.truncate(last + 1);
                (history, text, at) = (shorter, why, 0);
            }
            None => at += 1,
        }
    }
    for at in 0..history.steps.len() {
        let mut row = 0;
        while row < rows(&history, at) {
            let mut shorter = history.clone();
            if let What::Policy(policy) = &mut shorter.steps[at].what {
                policy.rows.remove(row);
            }
            match failure(&shorter, again) {
                Some((_, why)) => (history, text) = (shorter, why),
                None => row += 1,
            }
        }
    }
    (history, text)
}

fn rows(history: &History, at: usize) -> usize {
    match &history.steps[at].what {
        What::Policy(policy) => policy.rows.len(),
        _ => 0,
    }
}

/// A history with one line a step, and the milliseconds since it began.
pub fn told(history: &History) -> String {
    let began = history.steps.first().map_or(0, |step| step.at);
    let History { ann_asks, reopens, mailbox, steps } = history;
    let from = instant(began);
    let mut told = format!("ann_asks {ann_asks}, reopens {reopens}, mailbox {mailbox}, from {from}\n");
    for Step { at, what } in steps {
        told += &format!("{:>12} {what:?}\n", at - began);
    }
    told
}
