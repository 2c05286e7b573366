//! The service as callers see it, over a simulated chain: every cause, every problem, the networks, the OpenAPI document.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::wildcard_enum_match_arm)]

mod agent;
mod causes;
mod crowds;
mod described;
mod doors;
mod events;
mod hostile;
mod limits;
mod networks;
mod pages;
mod past;
mod recorded;
mod status;
mod stub;
mod support;
