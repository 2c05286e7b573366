//! A network's section: its kind, what counts as settled, the pace of its blocks. Its nodes are checked beside it.
//! Knows no node and no default that a chain's number doesn't give.

use std::{collections::HashSet, path::PathBuf, sync::Arc};

use chains::{Kind, MAX_NODES, evm::networks::Traits};
use serde::Deserialize;

use super::{
    ChainConfig, Env, MAX_REQUIRED, check_name,
    contracts::{self, RawToken},
    node::RawNode,
};
use crate::facts::gas::Tag;

#[derive(Deserialize)]
pub(super) struct RawChain {
    pub name: String,
    kind: String,
    chain_id: Option<u64>,
    block_interval_s: Option<f64>,
    required: Option<toml::Value>,
    errors_file: Option<PathBuf>,
    #[serde(default)]
    tokens: Vec<RawToken>,
    #[serde(default)]
    nodes: Vec<RawNode>,
}

impl RawChain {
    pub fn check(self, env: Env<'_>, problems: &mut Vec<String>) -> Option<ChainConfig> {
        let place = format!("chains.{}", self.name);
        check_name(&self.name, &place, problems);
        let kind = self.kind(&place, problems)?;
        let (required, wanted) = self.required(kind, &place, problems);
        let block_interval_s = self.block_interval_s.unwrap_or_else(|| block_interval_s(kind));
        if !(0.01..=86_400.0).contains(&block_interval_s) {
            problems.push(format!("{place}.block_interval_s: must be from 0.01 to 86400 seconds"));
        }
        if self.nodes.is_empty() || self.nodes.len() > MAX_NODES {
            problems.push(format!("{place}: needs from 1 to {MAX_NODES} [[chains.nodes]]"));
        }
        let contracts = contracts::check(self.tokens, self.errors_file.as_deref(), kind, &place, problems);
        let mut names = HashSet::new();
        let nodes = self.nodes.into_iter().filter_map(|node| {
            if !names.insert(node.name.clone()) {
                problems.push(format!("{place}.nodes.{}: the name is used twice", node.name));
            }
            node.check(&self.name, kind, env, problems)
        });
        let nodes = nodes.collect();
        let contracts = Arc::new(contracts);
        Some(ChainConfig { name: self.name.into(), kind, required, wanted, block_interval_s, contracts, nodes })
    }

    fn kind(&self, place: &str, problems: &mut Vec<String>) -> Option<Kind> {
        match (self.kind.as_str(), self.chain_id) {
            ("bitcoin", None) => return Some(Kind::Bitcoin),
            ("bitcoin", Some(_)) => problems.push(format!("{place}.chain_id: only chains of kind evm have one")),
            ("evm", Some(0)) => problems.push(format!("{place}.chain_id: no network has the number 0")),
            ("evm", Some(chain_id)) => return Some(Kind::Evm { chain_id }),
            ("evm", None) => problems.push(format!("{place}.chain_id: missing; Ethereum's is 1")),
            (other, _) => {
                problems
                    .push(format!("{place}.kind: `{other}` is not supported by this version (bitcoin and evm are)"));
            }
        }
        None
    }

    /// Confirmations, or how final a block must be.
    fn required(&self, kind: Kind, place: &str, problems: &mut Vec<String>) -> (u64, Option<Tag>) {
        let evm = matches!(kind, Kind::Evm { .. });
        let default = if evm { 12 } else { 2 };
        match &self.required {
            None => (default, None),
            Some(toml::Value::String(tag)) if evm && tag == "safe" => (1, Some(Tag::Safe)),
            Some(toml::Value::String(tag)) if evm && tag == "finalized" => (1, Some(Tag::Finalized)),
            Some(value) => match value.as_integer().map(u64::try_from) {
                Some(Ok(required @ 1..=MAX_REQUIRED)) => (required, None),
                Some(_) | None => {
                    let tags = if evm { ", \"safe\" or \"finalized\"" } else { "" };
                    let problem = format!("must be a number of confirmations from 1 to {MAX_REQUIRED}{tags}");
                    problems.push(format!("{place}.required: {problem}"));
                    (1, None)
                }
            },
        }
    }
}

/// Mean seconds between blocks, where the configuration doesn't say.
fn block_interval_s(kind: Kind) -> f64 {
    match kind {
        Kind::Bitcoin | Kind::Simulated => 600.0,
        Kind::Evm { chain_id } => Traits::of(chain_id).block_interval_s,
    }
}
