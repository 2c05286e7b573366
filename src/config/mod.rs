//! From TOML to a checked `Config`. All problems are reported at once, each with its place, so that an operator edits
//! the file once. Opens no connection: whether nodes answer is `txwhy check`'s to say.

use std::{net::SocketAddr, path::Path, sync::Arc};

use anyhow::{Context, anyhow, bail};
use chains::{Kind, NodeConfig};
use serde::Deserialize;

use self::server::Raw;
use crate::facts::{contracts::Contracts, gas::Tag};

mod chain;
mod clients;
mod contracts;
mod node;
mod server;
mod site;
#[cfg(test)]
mod tests;

pub use clients::Clients;
pub use site::{Link, Logo, LogoKind, Site};

/// What the service runs on.
#[derive(Clone, Debug)]
pub struct Config {
    /// How it is reached.
    pub server: Server,
    /// What it remembers.
    pub store: Store,
    /// How its pages present themselves.
    pub site: Site,
    /// What it watches; at least one.
    pub chains: Vec<ChainConfig>,
}

/// How the service is reached.
#[derive(Clone, Debug)]
pub struct Server {
    /// Where it listens.
    pub listen: SocketAddr,
    /// How it logs.
    pub log: LogFormat,
    /// Who asks, and how much each may.
    pub clients: Clients,
}

/// How the service logs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// Lines for people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// What the service remembers.
#[derive(Clone, Debug)]
pub struct Store {
    /// `sqlite://file`.
    pub url: String,
    /// Days that departures are kept.
    pub retention_days: u32,
}

/// A chain to watch.
#[derive(Clone, Debug)]
pub struct ChainConfig {
    /// Its name in the API.
    pub name: Arc<str>,
    /// Which adapter.
    pub kind: Kind,
    /// Confirmations wanted where the caller says nothing.
    pub required: u64,
    /// How final a block must be besides, where the caller says nothing; only on a chain with gas.
    pub wanted: Option<Tag>,
    /// Mean seconds between blocks.
    pub block_interval_s: f64,
    /// What the operator says of its contracts, on a chain with gas.
    pub contracts: Arc<Contracts>,
    /// Its nodes; at least one.
    pub nodes: Vec<NodeConfig>,
}

/// Confirmations that anybody may ask for.
pub const MAX_REQUIRED: u64 = 10_000;

impl Config {
    /// Reads a file, and the password files and environment that it points to.
    pub fn load(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| {
            format!("cannot read the configuration {}; deploy/txwhy.toml is an example to start from", path.display())
        })?;
        Self::parse(&text, |name| std::env::var(name).ok()).with_context(|| path.display().to_string())
    }

    /// Checks a configuration's text; `env` looks up environment variables.
    pub fn parse(text: &str, env: impl Fn(&str) -> Option<String>) -> anyhow::Result<Self> {
        let mut problems = Vec::new();
        let raw: Raw = toml::Deserializer::parse(text)
            .and_then(|table| serde_ignored::deserialize(table, |key| problems.push(format!("{key}: unknown setting"))))
            .map_err(|error| unreadable(text, &error))?;
        let config = raw.check(&env, &mut problems);
        if !problems.is_empty() {
            bail!("{}", problems.join("\n"));
        }
        Ok(config)
    }
}

/// Says where, and leaves out the line itself, which may hold a password.
fn unreadable(text: &str, error: &toml::de::Error) -> anyhow::Error {
    let at = error.span().map_or(0, |span| span.start);
    let line = text.get(..at).map_or(1, |before| before.matches('\n').count() + 1);
    anyhow!("line {line}: {}", error.message())
}

/// A password or key on its way into a [`chains::SecretString`]; has no `Debug`.
#[derive(Deserialize)]
struct SecretText(String);

/// Looks up environment variables.
type Env<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Names stand in URLs, metrics and answers.
fn check_name(name: &str, place: &str, problems: &mut Vec<String>) {
    let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.'));
    if name.is_empty() || name.len() > 40 || !plain {
        problems.push(format!("{place}: a name has 1 to 40 of a–z, 0–9, `-`, `_` and `.`"));
    }
}
