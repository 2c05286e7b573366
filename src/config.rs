//! From TOML to a checked `Config`. All problems are reported at once, each with its place, so that an operator edits
//! the file once. Opens no connection: whether nodes answer is `txwhy check`'s to say.

use std::{collections::HashSet, net::SocketAddr, path::Path, sync::Arc};

use crate::facts::gas::Tag;
use anyhow::{Context, anyhow, bail};
use chains::{Auth, Kind, MAX_NODES, NodeConfig, SecretString};
use serde::Deserialize;
use url::Url;

/// What the service runs on.
#[derive(Clone, Debug)]
pub struct Config {
    /// How it is reached.
    pub server: Server,
    /// What it remembers.
    pub store: Store,
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

#[derive(Deserialize)]
struct Raw {
    #[serde(default)]
    server: RawServer,
    #[serde(default)]
    store: RawStore,
    #[serde(default)]
    chains: Vec<RawChain>,
}

#[derive(Deserialize)]
#[serde(default)]
struct RawServer {
    listen: String,
    log: LogFormat,
}

impl Default for RawServer {
    fn default() -> Self {
        Self { listen: "127.0.0.1:8080".into(), log: LogFormat::Text }
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

#[derive(Deserialize)]
struct RawChain {
    name: String,
    kind: String,
    chain_id: Option<u64>,
    block_interval_s: Option<f64>,
    required: Option<toml::Value>,
    #[serde(default)]
    nodes: Vec<RawNode>,
}

#[derive(Deserialize)]
struct RawNode {
    name: String,
    rpc: String,
    user: Option<String>,
    password: Option<SecretText>,
    password_file: Option<std::path::PathBuf>,
    cookie_file: Option<std::path::PathBuf>,
    zmq: Option<String>,
    mempool_expiry_hours: Option<u32>,
}

/// A password on its way into a [`SecretString`]; has no `Debug`.
#[derive(Deserialize)]
struct SecretText(String);

type Env<'a> = &'a dyn Fn(&str) -> Option<String>;

impl Raw {
    fn check(self, env: Env<'_>, problems: &mut Vec<String>) -> Config {
        let listen = self.server.listen.parse().unwrap_or_else(|_| {
            problems.push(format!(
                "server.listen: `{}` is not an address and port such as 127.0.0.1:8080",
                self.server.listen
            ));
            SocketAddr::from(([127, 0, 0, 1], 0))
        });
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
            server: Server { listen, log: self.server.log },
            store: Store { url: self.store.url, retention_days: self.store.retention_days },
            chains: self.chains.into_iter().filter_map(|chain| chain.check(env, problems)).collect(),
        }
    }
}

impl RawChain {
    fn check(self, env: Env<'_>, problems: &mut Vec<String>) -> Option<ChainConfig> {
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
        let mut names = HashSet::new();
        let nodes = self.nodes.into_iter().filter_map(|node| {
            if !names.insert(node.name.clone()) {
                problems.push(format!("{place}.nodes.{}: the name is used twice", node.name));
            }
            node.check(&self.name, kind, env, problems)
        });
        let nodes = nodes.collect();
        Some(ChainConfig { name: self.name.into(), kind, required, wanted, block_interval_s, nodes })
    }

    fn kind(&self, place: &str, problems: &mut Vec<String>) -> Option<Kind> {
        match (self.kind.as_str(), self.chain_id) {
            ("bitcoin", None) => return Some(Kind::Bitcoin),
            ("bitcoin", Some(_)) => problems.push(format!("{place}.chain_id: only chains of kind evm have one")),
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
        Kind::Evm { chain_id } => match chain_id {
            42_161 => 0.25,
            56 => 0.75,
            137 => 2.0,
            10 | 8_453 | 84_532 | 11_155_420 | 130 | 34_443 | 7_777_777 | 43_114 => 2.0,
            100 => 5.0,
            _ => 12.0,
        },
    }
}

impl RawNode {
    fn check(self, chain: &str, kind: Kind, env: Env<'_>, problems: &mut Vec<String>) -> Option<NodeConfig> {
        let place = format!("chains.{chain}.nodes.{}", self.name);
        check_name(&self.name, &place, problems);
        let rpc = match kind {
            Kind::Bitcoin | Kind::Simulated => self.check_rpc(&place, problems),
            Kind::Evm { .. } => self.check_evm(&place, problems),
        };
        if let Some(zmq) = &self.zmq
            && !Url::parse(zmq).is_ok_and(|url| url.scheme() == "tcp" && url.host().is_some() && url.port().is_some())
        {
            problems.push(format!("{place}.zmq: `{zmq}` is not an address such as tcp://127.0.0.1:28332"));
        }
        if self.mempool_expiry_hours == Some(0) {
            problems.push(format!("{place}.mempool_expiry_hours: must be at least 1"));
        }
        let auth = self.auth(chain, &place, env, problems);
        Some(NodeConfig {
            name: self.name.into(),
            rpc: rpc?,
            auth,
            zmq: self.zmq,
            expiry_hours: self.mempool_expiry_hours,
        })
    }

    fn check_rpc(&self, place: &str, problems: &mut Vec<String>) -> Option<Url> {
        let problem = match Url::parse(&self.rpc) {
            Err(_) => "is not a URL such as http://127.0.0.1:8332",
            Ok(url) if url.scheme() == "https" => {
                "https:// is not supported: the transport would send the credentials in plain text. Use http:// to a \
                 node on this machine or in a private network, or a local TLS tunnel"
            }
            Ok(url) if url.scheme() != "http" || url.host().is_none() => "must begin with http:// and name a host",
            Ok(url) if !url.username().is_empty() || url.password().is_some() => {
                "must not hold the user and password: they have settings of their own"
            }
            Ok(url) => return Some(url),
        };
        problems.push(format!("{place}.rpc: {problem}"));
        None
    }

    /// An EVM node is reached by WebSocket, HTTP or a local socket.
    fn check_evm(&self, place: &str, problems: &mut Vec<String>) -> Option<Url> {
        let given = [self.zmq.is_some(), self.cookie_file.is_some(), self.mempool_expiry_hours.is_some()];
        for (name, given) in ["zmq", "cookie_file", "mempool_expiry_hours"].into_iter().zip(given) {
            if given {
                problems.push(format!("{place}.{name}: only nodes of bitcoin chains have it"));
            }
        }
        // A bare path is a local socket.
        let written = if self.rpc.starts_with('/') { format!("ipc://{}", self.rpc) } else { self.rpc.clone() };
        let problem = match Url::parse(&written) {
            Err(_) => "is not a URL such as ws://127.0.0.1:8546",
            Ok(url) if !url.username().is_empty() || url.password().is_some() => {
                "must not hold the user and password: they have settings of their own"
            }
            Ok(url) => match (url.scheme(), url.host().is_some()) {
                ("ws" | "wss" | "http" | "https", true) | ("ipc" | "file", false) => return Some(url),
                ("ws" | "wss" | "http" | "https", false) => "must name a host",
                _ => "must begin with ws://, wss://, http://, https:// or ipc:///, or be the path of a local socket",
            },
        };
        problems.push(format!("{place}.rpc: {problem}"));
        None
    }

    /// A cookie file, or a user whose password stands in `password`, in `password_file`, or in the environment.
    fn auth(&self, chain: &str, place: &str, env: Env<'_>, problems: &mut Vec<String>) -> Auth {
        let variable = password_variable(chain, &self.name);
        let given = [self.cookie_file.is_some(), self.password.is_some(), self.password_file.is_some()];
        if given.into_iter().filter(|given| *given).count() > 1 {
            problems.push(format!("{place}: give only one of cookie_file, password and password_file"));
        }
        if let Some(path) = &self.cookie_file {
            return Auth::CookieFile(path.clone());
        }
        let password = match (&self.password, &self.password_file) {
            (Some(SecretText(password)), _) => Some(password.clone()),
            (None, Some(path)) => match std::fs::read_to_string(path) {
                Ok(text) => Some(text.trim_end_matches(['\r', '\n']).to_owned()),
                Err(error) => {
                    problems.push(format!("{place}.password_file: cannot read {}: {error}", path.display()));
                    return Auth::None;
                }
            },
            (None, None) => env(&variable),
        };
        match (&self.user, password) {
            (Some(user), Some(password)) => Auth::User(user.clone(), SecretString::from(password)),
            (None, None) => Auth::None,
            (Some(_), None) => {
                problems.push(format!("{place}: `user` has no password: give password, password_file or ${variable}"));
                Auth::None
            }
            (None, Some(_)) => {
                problems.push(format!("{place}: a password is given and no `user`"));
                Auth::None
            }
        }
    }
}

/// Where a node's password is looked for in the environment: `TXWHY_PASSWORD_BITCOIN_MAIN`.
fn password_variable(chain: &str, node: &str) -> String {
    format!("TXWHY_PASSWORD_{chain}_{node}").to_ascii_uppercase().replace(|c: char| !c.is_ascii_alphanumeric(), "_")
}

/// Names stand in URLs, metrics and answers.
fn check_name(name: &str, place: &str, problems: &mut Vec<String>) {
    let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.'));
    if name.is_empty() || name.len() > 40 || !plain {
        problems.push(format!("{place}: a name has 1 to 40 of a–z, 0–9, `-`, `_` and `.`"));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
        [server]
        listen = "127.0.0.1:0"
        [store]
        url = "sqlite://txwhy.db"
        [[chains]]
        name = "bitcoin"
        kind = "bitcoin"
        required = 2
        [[chains.nodes]]
        name = "main"
        rpc = "http://127.0.0.1:8332"
        user = "u"
        password = "hunter2"
        zmq = "tcp://127.0.0.1:28332"
    "#;

    fn problems(text: &str) -> String {
        Config::parse(text, |_| None).map_or_else(|error| error.to_string(), |_| String::new())
    }

    #[test]
    fn a_full_configuration_is_taken() {
        let config = Config::parse(GOOD, |_| None).unwrap();
        assert_eq!(config.chains[0].required, 2);
        assert!(matches!(config.chains[0].nodes[0].auth, Auth::User(..)));
        assert!(!format!("{config:?}").contains("hunter2"));
    }

    #[test]
    fn every_problem_is_told_at_once() {
        let text = GOOD
            .replace("127.0.0.1:0", "nowhere")
            .replace("required = 2", "required = \"finalized\"")
            .replace("http://", "https://")
            .replace("tcp://", "udp://")
            .replace("user = ", "usr = ")
            .replace("sqlite:", "mysql:");
        let problems = problems(&text);
        for part in ["server.listen", "store.url", "required", "https://", "zmq", "usr: unknown", "no `user`"] {
            assert!(problems.contains(part), "{part} in {problems}");
        }
        assert!(!problems.contains("hunter2"));
    }

    const EVM: &str = r#"
        [[chains]]
        name = "ethereum"
        kind = "evm"
        chain_id = 1
        required = "finalized"
        [[chains.nodes]]
        name = "main"
        rpc = "wss://node.example/key"
    "#;

    #[test]
    fn a_chain_with_gas_is_taken() {
        let config = Config::parse(&format!("{GOOD}{EVM}"), |_| None).unwrap();
        let chain = &config.chains[1];
        assert_eq!((chain.kind, chain.wanted), (Kind::Evm { chain_id: 1 }, Some(Tag::Finalized)));
        for (from, to) in [("wss://node.example/key", "/run/geth.ipc"), ("\"finalized\"", "12"), ("wss:", "https:")] {
            assert_eq!(problems(&EVM.replace(from, to)), "");
        }
        for (from, to, part) in [
            ("chain_id = 1", "", "chain_id: missing"),
            ("finalized", "soon", "\"safe\" or \"finalized\""),
            ("wss:", "ftp:", "must begin with ws://"),
            ("wss://", "wss://user:secret@", "must not hold"),
            ("rpc =", "zmq = \"tcp://127.0.0.1:1\"\nrpc =", "only nodes of bitcoin"),
        ] {
            let said = problems(&EVM.replace(from, to));
            assert!(said.contains(part) && !said.contains("secret"), "{part} in {said}");
        }
        assert!(
            problems(&GOOD.replace("kind = \"bitcoin\"", "kind = \"bitcoin\"\nchain_id = 1")).contains("only chains")
        );
    }

    #[test]
    fn passwords_come_from_one_place() {
        let from_env = GOOD.replace("password = \"hunter2\"", "");
        let env = |name: &str| (name == "TXWHY_PASSWORD_BITCOIN_MAIN").then(|| "secret".to_owned());
        assert!(matches!(Config::parse(&from_env, env).unwrap().chains[0].nodes[0].auth, Auth::User(..)));
        assert!(problems(&from_env).contains("TXWHY_PASSWORD_BITCOIN_MAIN"));
        assert!(problems(&GOOD.replace("zmq", "cookie_file = \"x\"\nzmq")).contains("only one of"));
        assert!(problems(&GOOD.replace("http://", "http://a:b@")).contains("must not hold"));
    }

    #[test]
    fn other_mistakes_are_clear() {
        assert!(problems("").contains("at least one"));
        assert!(problems("[server]\nlog = \"xml\"\n").contains("unknown variant"));
        assert!(problems(&GOOD.replace("kind = \"bitcoin\"", "kind = \"dogecoin\"")).contains("not supported"));
        let broken = problems(&GOOD.replace("\"hunter2\"", "\"hunter2"));
        assert!(broken.starts_with("line 14: ") && !broken.contains("hunter2"), "{broken}");
        assert!(problems(&GOOD.replace("\"main\"", "\"Main Node\"")).contains("a name has"));
        assert!(problems(&format!("{GOOD}[[chains]]\nname=\"bitcoin\"\nkind=\"bitcoin\"\n")).contains("used twice"));
    }

    #[test]
    fn the_example_is_a_configuration() {
        let config = Config::parse(include_str!("../deploy/txwhy.toml"), |_| None).unwrap();
        assert_eq!((config.chains.len(), config.chains[0].nodes.len()), (1, 1));
        assert_eq!((config.store.url.as_str(), config.store.retention_days), ("sqlite://txwhy.db", 30));
        assert!(matches!(config.chains[0].nodes[0].auth, Auth::CookieFile(_)));
    }

    #[test]
    fn what_the_example_leaves_out_is_a_configuration_too() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("password");
        std::fs::write(&file, "hunter2\n").unwrap();
        let example = include_str!("../deploy/txwhy.toml");
        let other = example.replace("# user =", "user =").replace("# mempool_expiry", "mempool_expiry");
        let other = other.replace("# password_file = \"/etc/txwhy/password\"", &format!("password_file = {file:?}"));
        let config = Config::parse(&other.replace("cookie_file =", "# cookie_file ="), |_| None).unwrap();
        assert!(matches!(&config.chains[0].nodes[0].auth, Auth::User(user, _) if user == "txwhy"));
        assert_eq!(config.chains[0].nodes[0].expiry_hours, Some(336));
    }
}
