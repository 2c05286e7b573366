//! The real `txwhy serve`, started by the test against its nodes and asked over HTTP, as a caller would.

use std::{
    fs::{self, File},
    path::PathBuf,
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

use bitcoin::hashes::Hash;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    anvil::{Anvil, CHAIN_ID},
    check::{check, check_pair, verdict},
    node::{Node, PASSWORD, PATIENCE, USER, free_port, until},
    tx::Tx,
};

/// What a service is to be started with.
pub struct Setup {
    /// The first chain's name and kind.
    chain: String,
    nodes: Vec<String>,
    required: Option<String>,
    /// Chains besides.
    more: String,
}

/// A running service. Killed when dropped; its journal stays for [`Service::start_again`].
pub struct Service {
    child: Option<Child>,
    dir: TempDir,
    port: u16,
}

impl Setup {
    /// Follows this node, which is called `main`.
    pub fn of(node: &Node) -> Self {
        Self::bitcoin(block("main", node.rpc_port, Some(node.zmq_port)))
    }

    /// Follows this node through polling alone.
    pub fn polling(node: &Node) -> Self {
        Self::bitcoin(block("main", node.rpc_port, None))
    }

    /// Hears the node's messages on another port than the node's own.
    pub fn heard_through(node: &Node, zmq_port: u16) -> Self {
        Self::bitcoin(block("main", node.rpc_port, Some(zmq_port)))
    }

    fn bitcoin(node: String) -> Self {
        let chain = "name = \"bitcoin\"\nkind = \"bitcoin\"\n".to_owned();
        Self { chain, nodes: vec![node], required: None, more: String::new() }
    }

    /// Follows this chain with gas, which is called `ethereum`.
    pub fn evm(anvil: &Anvil) -> Self {
        Self::evm_at(&anvil.ws())
    }

    /// The same, reached at this address.
    pub fn evm_at(rpc: &str) -> Self {
        Self::evm_as("ethereum", CHAIN_ID, rpc)
    }

    /// Follows a chain with gas of this name and number.
    pub fn evm_as(name: &str, chain_id: u64, rpc: &str) -> Self {
        let chain = evm_chain(name, chain_id);
        Self { chain, nodes: vec![evm_block("main", rpc)], required: None, more: String::new() }
    }

    /// Follows this node of it too.
    pub fn and_evm(mut self, name: &str, rpc: &str) -> Self {
        self.nodes.push(evm_block(name, rpc));
        self
    }

    /// Vouches for this token of the chain; before other chains are added.
    pub fn token(mut self, symbol: &str, contract: &str) -> Self {
        self.more.push_str(&format!("[[chains.tokens]]\nsymbol = \"{symbol}\"\ncontract = \"{contract}\"\n"));
        self
    }

    /// Follows another chain with gas besides.
    pub fn beside_evm(mut self, name: &str, chain_id: u64, rpc: &str) -> Self {
        self.more.push_str(&format!("[[chains]]\n{}{}", evm_chain(name, chain_id), evm_block("main", rpc)));
        self
    }

    /// Follows this one too.
    pub fn and(mut self, name: &str, node: &Node) -> Self {
        self.nodes.push(block(name, node.rpc_port, Some(node.zmq_port)));
        self
    }

    /// Adds a line to the last node's configuration.
    pub fn with(mut self, line: &str) -> Self {
        let last = self.nodes.last_mut().unwrap();
        last.push_str(line);
        last.push('\n');
        self
    }

    /// Logs in to the last node as somebody whom it doesn't know.
    pub fn with_a_wrong_login(mut self) -> Self {
        let last = self.nodes.last_mut().unwrap();
        *last = last.replace(USER, "stranger");
        self
    }

    /// Confirmations, or on a chain with gas `"safe"` or `"finalized"`, as the configuration writes them.
    pub fn required(mut self, confirmations: impl ToString) -> Self {
        self.required = Some(confirmations.to_string());
        self
    }

    /// The service is up and knows what its nodes hold.
    pub fn start(self) -> Service {
        let service = self.start_unready();
        service.until_ready();
        service
    }

    /// The service is up.
    pub fn start_unready(self) -> Service {
        let dir = tempfile::tempdir().unwrap();
        let port = free_port();
        let required = self.required.unwrap_or_else(|| "2".to_owned());
        let config = format!(
            "[server]\nlisten = \"127.0.0.1:{port}\"\n[store]\nurl = \"sqlite://{}\"\n\
             [[chains]]\n{}required = {required}\n{}{}",
            dir.path().join("txwhy.db").display(),
            self.chain,
            self.nodes.concat(),
            self.more,
        );
        fs::write(dir.path().join("txwhy.toml"), config).unwrap();
        let mut service = Service { child: None, dir, port };
        service.start_again();
        service
    }
}

impl Service {
    /// Starts it (again) with the same configuration and the same journal.
    pub fn start_again(&mut self) {
        let log = File::options().create(true).append(true).open(self.log_file()).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_txwhy"))
            .args(["serve", "--config"])
            .arg(self.config_file())
            .current_dir(self.dir.path())
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .expect("txwhy starts");
        self.child = Some(child);
        let began = Instant::now();
        while self.try_get("/healthz").is_none() {
            if let Some(status) = self.child.as_mut().unwrap().try_wait().unwrap() {
                panic!("txwhy ended at its start: {status}\n{}", self.log());
            }
            assert!(began.elapsed() < PATIENCE, "txwhy did not answer\n{}", self.log());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    pub fn until_ready(&self) {
        until("the service is ready", || self.get("/readyz").0 == 200);
    }

    /// Ends it without any warning.
    pub fn kill(&mut self) {
        let mut child = self.child.take().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Asks it to end, as a supervisor does; how long it took, and whether it ended well.
    pub fn stop(&mut self) -> (Duration, bool) {
        let mut child = self.child.take().unwrap();
        let began = Instant::now();
        let sent = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        let status = child.wait().unwrap();
        (began.elapsed(), status.success())
    }

    /// The status and the body at this path.
    pub fn get(&self, path: &str) -> (u16, String) {
        self.try_get(path).unwrap_or_else(|| panic!("no answer to {path}\n{}", self.log()))
    }

    /// The status and the JSON at this path.
    pub fn ask(&self, path: &str) -> (u16, Value) {
        let (status, body) = self.get(path);
        (status, serde_json::from_str(&body).unwrap_or_else(|error| panic!("{path}: {error}: {body}")))
    }

    pub fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let response = minreq::post(self.url(path)).with_timeout(60).with_json(body).unwrap().send().unwrap();
        (response.status_code as u16, response.json().unwrap())
    }

    /// The answer about this transaction now.
    pub fn tx(&self, id: &str) -> Value {
        let (status, answer) = self.ask(&format!("/v1/tx/{id}"));
        assert_eq!(status, 200, "{answer:#}");
        answer
    }

    /// Waits until the verdict about this id (which may carry a query) is as expected, checks the answer in both
    /// languages, and returns the English one.
    pub fn until(&self, id: &str, expected: &str) -> Value {
        let began = Instant::now();
        loop {
            let answer = self.tx(id);
            if verdict(&answer) == verdict_of(expected) {
                return self.checked(id, expected);
            }
            assert!(
                began.elapsed() < PATIENCE,
                "expected {expected}, found {}\n{answer:#}\n{}",
                verdict(&answer),
                self.log()
            );
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Waits until the report on this network is such.
    pub fn until_network(&self, chain: &str, holds: impl Fn(&Value) -> bool) -> Value {
        let began = Instant::now();
        loop {
            let (_, report) = self.ask(&format!("/v1/networks/{chain}"));
            if holds(&report) {
                return report;
            }
            assert!(began.elapsed() < PATIENCE, "{report:#}\n{}", self.log());
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Waits until the answer is such.
    pub fn until_that(&self, id: &str, what: &str, mut holds: impl FnMut(&Value) -> bool) -> Value {
        let began = Instant::now();
        loop {
            let answer = self.tx(id);
            if holds(&answer) {
                return answer;
            }
            assert!(began.elapsed() < PATIENCE, "waited in vain until {what}\n{answer:#}\n{}", self.log());
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Waits until the journal's files hold this transaction: a moment after it was told.
    pub fn until_journaled(&self, tx: &Tx) {
        let id = tx.0.compute_txid().to_byte_array().into_iter().rev().collect::<Vec<u8>>();
        until("the journal has it", || {
            ["txwhy.db", "txwhy.db-wal"].iter().any(|file| {
                let held = fs::read(self.dir.path().join(file)).unwrap_or_default();
                held.windows(id.len()).any(|bytes| bytes == id)
            })
        });
    }

    /// What `txwhy` prints when it is run with this service's configuration.
    pub fn cli(&self, arguments: &[&str]) -> Output {
        run(arguments, &self.config_file())
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub fn log(&self) -> String {
        fs::read_to_string(self.log_file()).unwrap_or_default()
    }

    fn checked(&self, id: &str, expected: &str) -> Value {
        let with = |lang: &str| {
            let joint = if id.contains('?') { '&' } else { '?' };
            self.tx(&format!("{id}{joint}lang={lang}"))
        };
        // What is known may grow between the questions (blocks come one by one); then they are asked again.
        let mut pair = (with("en"), with("zh-CN"));
        for _ in 0..20 {
            let known = |answer: &Value| ["facts", "cause", "also"].map(|key| answer[key].clone());
            let agree = |answer: &Value| answer["observed"]["agree"].clone();
            let same = known(&pair.0) == known(&pair.1) && agree(&pair.0) == agree(&pair.1);
            if same && verdict(&pair.0) == verdict_of(expected) {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
            pair = (with("en"), with("zh-CN"));
        }
        let (english, chinese) = pair;
        check(&english, expected);
        check(&chinese, expected);
        check_pair(&english, &chinese);
        english
    }

    fn try_get(&self, path: &str) -> Option<(u16, String)> {
        let response = minreq::get(self.url(path)).with_timeout(60).send().ok()?;
        Some((response.status_code as u16, response.as_str().ok()?.to_owned()))
    }

    fn config_file(&self) -> PathBuf {
        self.dir.path().join("txwhy.toml")
    }

    fn log_file(&self) -> PathBuf {
        self.dir.path().join("log")
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            // It may have ended by itself; there is nothing to do about an error here.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Runs `txwhy` with these arguments and this configuration.
pub fn run(arguments: &[&str], config: &std::path::Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_txwhy")).args(arguments).arg("--config").arg(config).output().unwrap()
}

/// The ids' problem or answer codes in a batch's answer.
pub fn batch(service: &Service, ids: &[&str]) -> Vec<Value> {
    let (status, body) = service.post("/v1/tx", &json!({"ids": ids}));
    assert_eq!(status, 200, "{body:#}");
    body["answers"].as_array().unwrap().clone()
}

/// One node's part of the configuration.
pub fn block(name: &str, rpc: u16, zmq: Option<u16>) -> String {
    let zmq = zmq.map(|port| format!("zmq = \"tcp://127.0.0.1:{port}\"\n")).unwrap_or_default();
    format!(
        "[[chains.nodes]]\nname = \"{name}\"\nrpc = \"http://127.0.0.1:{rpc}\"\n\
         user = \"{USER}\"\npassword = \"{PASSWORD}\"\n{zmq}"
    )
}

fn evm_chain(name: &str, chain_id: u64) -> String {
    format!("name = \"{name}\"\nkind = \"evm\"\nchain_id = {chain_id}\n")
}

fn evm_block(name: &str, rpc: &str) -> String {
    format!("[[chains.nodes]]\nname = \"{name}\"\nrpc = \"{rpc}\"\n")
}

fn verdict_of(expected: &str) -> &str {
    expected.split(" (").next().unwrap()
}
