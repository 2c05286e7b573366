//! A node's section: where it is and how to log in. Passwords go into a secret at once and are never shown. Opens no
//! connection.

use chains::{Auth, Kind, NodeConfig, SecretString};
use serde::Deserialize;
use url::Url;

use super::{Env, SecretText, check_name};

#[derive(Deserialize)]
pub(super) struct RawNode {
    pub name: String,
    rpc: String,
    user: Option<String>,
    password: Option<SecretText>,
    password_file: Option<std::path::PathBuf>,
    cookie_file: Option<std::path::PathBuf>,
    zmq: Option<String>,
    mempool_expiry_hours: Option<u32>,
    pending: Option<bool>,
}

impl RawNode {
    pub fn check(self, chain: &str, kind: Kind, env: Env<'_>, problems: &mut Vec<String>) -> Option<NodeConfig> {
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
        let follow_pending = self.follow_pending(kind, &place, problems);
        Some(NodeConfig {
            name: self.name.into(),
            rpc: rpc?,
            auth,
            zmq: self.zmq,
            expiry_hours: self.mempool_expiry_hours,
            follow_pending,
        })
    }

    /// Whether what the node announces is listened to. Those who sell access count each announcement: one that is reached
    /// over the internet (wss) must be asked for.
    fn follow_pending(&self, kind: Kind, place: &str, problems: &mut Vec<String>) -> bool {
        let pushes = matches!(kind, Kind::Evm { .. }) && !self.rpc.starts_with("http");
        if self.pending == Some(true) && !pushes {
            problems
                .push(format!("{place}.pending: only EVM nodes reached by ws://, wss:// or a local socket have it"));
        }
        self.pending.unwrap_or(!self.rpc.starts_with("wss:")) && pushes
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
