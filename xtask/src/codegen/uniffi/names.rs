//! What types are called in Swift, and arguments in both languages.
//!
//! An app sees the types of all modules that it imports side by side, and a name that two of them have is ambiguous. So a type that is
//! called as one of those that every app imports has another name there. Kotlin imports by package, and keeps the engine's names.

use crate::codegen::ir::{Field, Ty};

/// The engine's name of a type, and the one in Swift.
pub const RENAMED: [(&str, &str); 11] = [
    ("Actor", "DeskActor"),
    ("Calendar", "DeskCalendar"),
    ("Clock", "SlaClock"),
    ("Digest", "ContentDigest"),
    // UniFFI begins the cases of errors with a capital: the package has an enum of its own over it.
    ("FrontdeskError", "BlockingError"),
    ("Size", "Amount"),
    ("Subject", "EventSubject"),
    ("Template", "MailTemplate"),
    ("Text", "StoredText"),
    ("View", "SavedView"),
    ("Visibility", "CommentVisibility"),
];

/// What a type is called in Swift.
pub fn swift(name: &str) -> &str {
    RENAMED.iter().find(|(engine, _)| *engine == name).map_or(name, |(_, swift)| swift)
}

/// What an argument is called that is a stretch of time: both languages have a type for it, and the engine counts milliseconds.
pub fn stretch(field: &Field) -> Option<&str> {
    field.name.strip_suffix("_millis").filter(|_| matches!(field.ty, Ty::Whole { .. }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::ir;

    /// Types that apps see without a module before them: of Swift, Foundation, the C library that it brings along, Combine, SwiftUI and
    /// CryptoKit.
    const TAKEN: &str = "
        Actor Any Array Bool Character Clock Codable Dictionary Duration Error Executor Float Identifiable Instant Int Iterator Mirror
        Never Optional Range Result Sequence Set String Task
        Bundle Calendar Data Date Decimal Dimension Formatter Host Locale Measurement Notification Operation Port Predicate Process
        Progress Scanner Stream Thread Timer Unit
        Boolean Byte Fixed Handle Point Ptr Rect Size Style
        Cancellable Just Publisher Record Scheduler Subject Subscriber Subscription
        Alert Alignment Angle Animation Axis Binding Button Circle Color Commands Divider Edge Environment Font Form Gesture Gradient
        Grid Group Image Label Layout Link List Menu Namespace Path Picker Scene Section Shape Slider Spacer State Stepper Tab Table
        Text Toggle Transaction View Visibility Window
        Digest HMAC";

    #[test]
    fn no_type_is_called_as_one_that_apps_import() {
        let taken = |name: &&str| TAKEN.split_whitespace().any(|taken| taken == *name);
        let api = ir::api();
        let clashing: Vec<&str> = api.types.iter().map(|ty| swift(&ty.name)).filter(taken).collect();
        assert_eq!(clashing, [""; 0]);
    }

    #[test]
    fn a_new_name_is_no_other_types() {
        let api = ir::api();
        for (_, name) in RENAMED {
            assert!(api.find(name).is_none(), "{name}");
        }
    }
}
