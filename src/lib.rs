//! txwhy says in plain words why a blockchain transfer has not arrived, when it will, and what to do.
//!
//! # Map
//! ```text
//! node -> chains::*::watch -> Observation -> Index::apply -> Facts -> diagnose -> explain -> Answer -> JSON, CLI
//! ```
//! One way in: heard (pushed, polled) or asked (a look-up that misses the index), what a node says becomes an
//! [`chains::Observation`]. One way out: every surface renders the same [`answer::Answer`].
#![allow(missing_docs)]

pub mod config;
pub mod diagnose;
pub mod eta;
pub mod explain;
pub mod facts;
pub mod index;
pub mod parse;
