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
    if text.is_ascii() { text.to_ascii_lowercase() } else { fold_unicode(text) }
}

pub(super) fn fold_unicode(text: &str) -> String {
    // Folding a composed letter can decompose it (`ǰ`), so it is composed again at the end.
    text.nfkc().default_case_fold().nfkc().collect()
}
