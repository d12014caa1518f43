//! What a calendar tells one after the other: each is JSON, and computed when it is asked for.

use frontdesk::time::{DayHours, OpenStretch};
use napi_derive::napi;

use crate::fault::{contained, json};

/// Local days, each computed when it is asked for.
#[napi]
pub struct Days(Box<dyn Iterator<Item = DayHours> + Send>);

impl Days {
    pub fn new(days: impl Iterator<Item = DayHours> + Send + 'static) -> Self {
        Self(Box::new(days))
    }
}

#[napi]
impl Days {
    /// The next day, as JSON.
    #[napi(catch_unwind)]
    pub fn next(&mut self) -> napi::Result<Option<String>> {
        contained(|| self.0.next().map(|day| json(&day)).transpose())
    }
}

/// Stretches of time, each computed when it is asked for.
#[napi]
pub struct Stretches(Box<dyn Iterator<Item = OpenStretch> + Send>);

impl Stretches {
    pub fn new(stretches: impl Iterator<Item = OpenStretch> + Send + 'static) -> Self {
        Self(Box::new(stretches))
    }
}

#[napi]
impl Stretches {
    /// The next stretch, as JSON.
    #[napi(catch_unwind)]
    pub fn next(&mut self) -> napi::Result<Option<String>> {
        contained(|| self.0.next().map(|stretch| json(&stretch)).transpose())
    }
}
