//! Folding: NFKC, then full case folding.

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;

/// The text as it is compared: compatibility forms unified (NFKC) and case folded in full (`ß` is `ss`).
///
/// Folding twice gives the same as folding once.
///
/// ```
/// use frontdesk::text::fold;
/// assert_eq!(fold("Ｓtraße №5"), "strasse no5");
/// ```
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    // Whether all of the rest is ASCII is asked many bytes at a time.
    while !rest.is_ascii()
        && let Some((plain, other, behind)) = next_stretch(rest)
    {
        fold_ascii(&mut folded, plain);
        folded.extend(unicode(other));
        rest = behind;
    }
    fold_ascii(&mut folded, rest);
    folded
}

/// Cuts out the first stretch that is not plain ASCII. Nothing joins an ASCII character to what stands before it, so that both ends of
/// the stretch are safe to cut at; but what stands behind one may join it, so the last one before the stretch belongs to it.
fn next_stretch(text: &str) -> Option<(&str, &str, &str)> {
    let first = text.bytes().position(|byte| !byte.is_ascii())?;
    let length = text.bytes().skip(first).position(|byte| byte.is_ascii());
    let end = length.map_or(text.len(), |length| first + length);
    let begin = first.saturating_sub(1);
    Some((text.get(..begin)?, text.get(begin..end)?, text.get(end..)?))
}

fn fold_ascii(folded: &mut String, text: &str) {
    let begin = folded.len();
    folded.push_str(text);
    if let Some(added) = folded.get_mut(begin..) {
        added.make_ascii_lowercase();
    }
}

fn unicode(text: &str) -> impl Iterator<Item = char> {
    // Folding a composed letter can decompose it (`ǰ`), so it is composed again at the end.
    text.nfkc().default_case_fold().nfkc()
}

#[cfg(test)]
pub(super) fn fold_unicode(text: &str) -> String {
    unicode(text).collect()
}
