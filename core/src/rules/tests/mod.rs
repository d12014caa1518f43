mod condition;
mod cycle;
pub(crate) mod fixture;
mod observe;
mod trigger;
