//! The top of the file as it is written: how the service is reached, what it remembers, and the list of networks.
//! Checks these; what a network and a node need is checked beside them. Reads no file.

use std::{collections::HashSet, net::SocketAddr};

use serde::Deserialize;

use super::{Clients, Config, Env, LogFormat, Server, Store, chain::RawChain, site::RawSite};

#[derive(Deserialize)]
pub(super) struct Raw {
    #[serde(default)]
    server: RawServer,
    #[serde(default)]
    store: RawStore,
    #[serde(default)]
    site: RawSite,
    #[serde(default)]
    chains: Vec<RawChain>,
}

#[derive(Deserialize)]
#[serde(default)]
struct RawServer {
    listen: String,
    log: LogFormat,
    trusted_proxies: Option<Vec<String>>,
    requests_per_minute: Option<u32>,
}

impl Default for RawServer {
    fn default() -> Self {
        Self { listen: "127.0.0.1:8080".into(), log: LogFormat::Text, trusted_proxies: None, requests_per_minute: None }
    }
}

#[derive(Deserialize)]
#[serde(default)]
struct RawStore {
    url: String,
    retention_days: u32,
}

impl Default for RawStore {
    fn default() -> Self {
        Self { url: "sqlite://txwhy.db".into(), retention_days: 30 }
    }
}

impl Raw {
    pub fn check(self, env: Env<'_>, problems: &mut Vec<String>) -> Config {
        let listen = self.server.listen.parse().unwrap_or_else(|_| {
            problems.push(format!(
                "server.listen: `{}` is not an address and port such as 127.0.0.1:8080",
                self.server.listen
            ));
            SocketAddr::from(([127, 0, 0, 1], 0))
        });
        let clients = Clients::check(self.server.trusted_proxies, self.server.requests_per_minute, problems);
        if !self.store.url.starts_with("sqlite:") {
            problems.push("store.url: only sqlite:// is supported by this version".into());
        }
        if self.store.retention_days == 0 {
            problems.push("store.retention_days: must be at least 1".into());
        }
        if self.chains.is_empty() {
            problems.push("chains: at least one [[chains]] is needed".into());
        }
        let mut names = HashSet::new();
        for chain in &self.chains {
            if !names.insert(chain.name.clone()) {
                problems.push(format!("chains.{}: the name is used twice", chain.name));
            }
        }
        Config {
            server: Server { listen, log: self.server.log, clients },
            store: Store { url: self.store.url, retention_days: self.store.retention_days },
            site: self.site.check(env, problems),
            chains: self.chains.into_iter().filter_map(|chain| chain.check(env, problems)).collect(),
        }
    }
}
