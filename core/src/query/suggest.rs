/// Longer names are not compared: nobody mistypes their way to them.
const LONGEST: usize = 64;

/// A hint that names the candidate which was probably meant, when one is close enough.
pub(crate) fn did_you_mean<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<String> {
    if name.is_empty() || name.len() > LONGEST {
        return None;
    }
    let close = name.chars().count() / 3 + 1;
    let lower = name.to_lowercase();
    let (_, best) = candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= LONGEST)
        .map(|candidate| (distance(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= close)
        .min()?;
    Some(format!("did you mean `{best}`?"))
}

/// How many letters must be put in, taken out or replaced to make one text of the other (Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, letter) in from.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (other, above) in to.iter().zip(row.iter().skip(1)) {
            let replaced = diagonal + usize::from(letter != *other);
            left = replaced.min(above + 1).min(left + 1);
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_counts_single_letters() {
        for (from, to, steps) in
            [("", "abc", 3), ("status", "status", 0), ("staus", "status", 1), ("kitten", "sitting", 3)]
        {
            assert_eq!((distance(from, to), distance(to, from)), (steps, steps), "{from} {to}");
        }
    }

    #[test]
    fn a_close_name_is_suggested_and_a_strange_one_is_not() {
        let names = ["status", "priority", "assignee"];
        assert_eq!(did_you_mean("Priorty", names).as_deref(), Some("did you mean `priority`?"));
        assert_eq!(did_you_mean("colour", names), None);
        assert_eq!(did_you_mean("", names), None);
        assert_eq!(did_you_mean(&"status".repeat(20), names), None);
    }
}
