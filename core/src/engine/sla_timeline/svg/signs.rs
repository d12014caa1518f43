//! The signs of what happens to a clock, each of a shape of its own.

use super::pen::{BAD, BAD_LINE, GOOD_LINE, OVER_LINE, Pen, SIGN, SIGN_LINE, WARN, WARN_LINE};

/// What a sign stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sign {
    Started,
    Retargeted,
    WarnsLater,
    Warned,
    Due,
    Breached,
    Fulfilled,
    GivenUp,
}

impl Sign {
    /// What it means.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Retargeted => "another target",
            Self::WarnsLater => "warning to come",
            Self::Warned => "warned",
            Self::Due => "deadline",
            Self::Breached => "breached",
            Self::Fulfilled => "fulfilled",
            Self::GivenUp => "abandoned or cancelled",
        }
    }

    /// Draws it around a place.
    pub fn draw(self, pen: &mut Pen, x: i64, y: i64) {
        let at = |path: &[(char, i64, i64)]| {
            let point = |(how, dx, dy): &(char, i64, i64)| format!("{how}{} {}", x + dx, y + dy);
            path.iter().map(point).collect::<String>()
        };
        let triangle = [('M', 0, -4), ('L', 5, 4), ('L', -5, 4), ('L', 0, -4)];
        let (path, look) = match self {
            Self::Started => (at(&[('M', -3, -4), ('L', 4, 0), ('L', -3, 4), ('L', -3, -4)]), SIGN),
            Self::Retargeted => {
                (at(&[('M', 0, -4), ('L', 4, 0), ('L', 0, 4), ('L', -4, 0), ('L', 0, -4)]), SIGN_LINE)
            }
            Self::WarnsLater => (at(&triangle), WARN_LINE),
            Self::Warned => (at(&triangle), WARN),
            Self::Due => (at(&[('M', -3, 5), ('L', -3, -4), ('L', 4, -2), ('L', -3, 1)]), SIGN_LINE),
            Self::Breached => {
                pen.path(&at(&[('M', -4, -4), ('L', 4, -4), ('L', 4, 4), ('L', -4, 4), ('L', -4, -4)]), BAD);
                (at(&[('M', -4, -4), ('L', 4, 4), ('M', 4, -4), ('L', -4, 4)]), OVER_LINE)
            }
            Self::Fulfilled => (at(&[('M', -4, 0), ('L', -1, 3), ('L', 4, -4)]), GOOD_LINE),
            Self::GivenUp => (at(&[('M', -3, -3), ('L', 3, 3), ('M', 3, -3), ('L', -3, 3)]), BAD_LINE),
        };
        pen.path(&path, look);
    }

    /// Which are left out last, where there are too many.
    pub fn weight(self) -> u8 {
        match self {
            Self::Breached | Self::Due | Self::Fulfilled | Self::GivenUp => 3,
            Self::Started => 2,
            Self::Retargeted => 1,
            Self::Warned | Self::WarnsLater => 0,
        }
    }
}
