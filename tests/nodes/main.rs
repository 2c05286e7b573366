//! The service against a real bitcoind and a real anvil: each test drives a node of its own to a state by RPC and asks the real
//! `txwhy` over HTTP why. A test that finds no node fails; `tests/nodes/install` brings one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod anvil;
mod blocks;
mod check;
mod cli;
mod counter;
mod doors;
mod events;
mod evm_blocks;
mod evm_gone;
mod evm_inside;
mod evm_load;
mod evm_nodes;
mod evm_waiting;
mod gone;
mod node;
mod outages;
mod peer;
mod proxy;
mod reorgs;
mod service;
mod status;
mod tx;
mod unknown;
mod waiting;
