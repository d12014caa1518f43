use crate::ids::{Id, StatusId};
use crate::model::{Status, StatusCategory};

/// The status that a category has from the start. A saved one with the same id takes its place.
pub(crate) fn builtin_status(category: StatusCategory) -> Status {
    let mut bytes = [0; 16];
    if let Some(last) = bytes.last_mut() {
        *last = u8::try_from(category.rank() + 1).unwrap_or(u8::MAX);
    }
    let (name, label) = match category {
        StatusCategory::New => ("New", "Open"),
        StatusCategory::Open => ("Open", "Open"),
        StatusCategory::Pending => ("Pending", "Awaiting your reply"),
        StatusCategory::Hold => ("On hold", "Open"),
        StatusCategory::Solved => ("Solved", "Solved"),
        StatusCategory::Closed => ("Closed", "Closed"),
    };
    let id = StatusId::from_bytes(bytes);
    Status { id, version: 0, name: name.to_owned(), label: label.to_owned(), category, default: false }
}
