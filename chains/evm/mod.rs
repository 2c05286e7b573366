//! What holds on every EVM chain: fee rules and forecasts, the reasons of failures, and what logs say moved.
//! The modules here are pure: they ask no node, know no clock, and take randomness as an argument.

pub mod fees;
pub mod forecast;
pub mod logs;
pub mod meaning;
pub mod reasons;
pub mod refusals;
