//! A second implementation of SLA clocks, deliberately naive and written from the semantics alone: it agrees with the engine on random
//! histories, and the engine agrees with the fold of its own events.

mod clocks;
mod compare;
mod history;
mod hours;
mod measures;
mod moments;
mod play;
mod random;
mod shrink;
mod timelines;
mod twins;
