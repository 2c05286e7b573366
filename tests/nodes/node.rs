//! A real bitcoind on regtest, started by the test in a directory of its own and ended with it. Speaks to it by
//! RPC; makes, sends and mines transactions without a wallet. Knows nothing of txwhy.

use std::{
    cell::RefCell,
    env,
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU16, AtomicU64, Ordering},
    thread,
    time::{Duration, Instant},
};

use bitcoin::{Address, Network, ScriptBuf};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::tx::{self, Coin, Tx};

pub const USER: &str = "txwhy";
pub const PASSWORD: &str = "only-for-tests";
pub const LOGIN: &str = "Basic dHh3aHk6b25seS1mb3ItdGVzdHM=";

/// How long anything may take that normally takes a second or two.
pub const PATIENCE: Duration = Duration::from_secs(90);

pub struct Node {
    child: Child,
    dir: TempDir,
    flags: Vec<String>,
    pub rpc_port: u16,
    pub zmq_port: u16,
    pub p2p_port: u16,
    coins: RefCell<Vec<Coin>>,
}

impl Node {
    /// A node with 102 blocks and 120 confirmed coins of 0.4 BTC to spend.
    pub fn start(flags: &[&str]) -> Self {
        let node = Self::bare(flags);
        node.fund();
        node
    }

    /// A node with an empty chain.
    pub fn bare(flags: &[&str]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let flags: Vec<String> = flags.iter().map(|&flag| flag.to_owned()).collect();
        let (rpc_port, zmq_port, p2p_port) = (free_port(), free_port(), free_port());
        let child = launch(dir.path(), &flags, rpc_port, zmq_port, p2p_port);
        let mut node = Self { child, dir, flags, rpc_port, zmq_port, p2p_port, coins: RefCell::default() };
        node.wait_until_up();
        node
    }

    /// Mines what can be spent: coins under a script that anyone may spend, so that no wallet is needed.
    pub fn fund(&self) {
        let address = Address::from_script(&tx::anyone(), Network::Regtest).unwrap();
        let first = self.call("generatetoaddress", json!([1, address.to_string()]));
        self.mine(100);
        let block = self.call("getblock", json!([first[0], 2]));
        let source =
            Coin { id: block["tx"][0]["txid"].as_str().unwrap().parse().unwrap(), vout: 0, sats: 50 * 100_000_000 };
        let fan = tx::fan_out(&source, 120, 40_000_000);
        self.send(&fan);
        self.mine(1);
        self.coins.borrow_mut().extend((0..120).map(|vout| fan.coin(vout)));
    }

    /// A confirmed coin that no other call has returned.
    pub fn coin(&self) -> Coin {
        self.coins.borrow_mut().pop().expect("more coins are wanted than were made")
    }

    /// Sends a transaction to this node.
    pub fn send(&self, tx: &Tx) {
        self.call("sendrawtransaction", json!([tx.hex(), 0, "21000000"]));
    }

    /// Sends so many large transactions (90 kvB each) at this rate (sat/vB).
    pub fn fill(&self, count: usize, rate: f64) -> Vec<Tx> {
        let large = |_| {
            let tx = tx::spend(&self.coin()).large().rate(rate);
            self.send(&tx);
            tx
        };
        (0..count).map(large).collect()
    }

    /// Sends large transactions at this rate until one more would push something out.
    pub fn fill_up(&self, rate: f64) {
        let has_room = || {
            let info = self.call("getmempoolinfo", json!([]));
            info["usage"].as_u64().unwrap() + 150_000 < info["maxmempool"].as_u64().unwrap()
        };
        while has_room() {
            self.fill(1, rate);
        }
    }

    /// Mines blocks from the mempool; their hashes. Each pays somebody else, so that no two are ever the same.
    pub fn mine(&self, count: u32) -> Vec<String> {
        let mined = self.call("generatetoaddress", json!([count, unique_address()]));
        mined.as_array().unwrap().iter().map(|hash| hash.as_str().unwrap().to_owned()).collect()
    }

    /// Mines a block of exactly these transactions, whether the node knew them or not; its hash.
    pub fn mine_only(&self, txs: &[&Tx]) -> String {
        let txs: Vec<String> = txs.iter().map(|tx| tx.hex()).collect();
        self.call("generateblock", json!([unique_address(), txs]))["hash"].as_str().unwrap().to_owned()
    }

    /// Gives this node every block of the other's best chain that it lacks, as a miner would hand them in.
    pub fn take_chain_of(&self, other: &Node) {
        for height in 1..=other.height() {
            let hash = other.hash_at(height);
            if self.try_call("getblock", json!([hash, 0])).is_err() {
                self.call("submitblock", json!([other.call("getblock", json!([hash, 0]))]));
            }
        }
    }

    pub fn height(&self) -> u64 {
        self.call("getblockcount", json!([])).as_u64().unwrap()
    }

    pub fn hash_at(&self, height: u64) -> String {
        self.call("getblockhash", json!([height])).as_str().unwrap().to_owned()
    }

    pub fn holds(&self, tx: &Tx) -> bool {
        self.try_call("getmempoolentry", json!([tx.id()])).is_ok()
    }

    /// Connects to another node.
    pub fn connect(&self, other: &Node) {
        self.call("addnode", json!([format!("127.0.0.1:{}", other.p2p_port), "onetry"]));
        until("the nodes are connected", || {
            let peers = self.call("getpeerinfo", json!([]));
            peers.as_array().unwrap().iter().any(|peer| peer["version"].as_u64().is_some_and(|version| version > 0))
        });
    }

    /// What the method returns; the test fails on an error.
    pub fn call(&self, method: &str, params: Value) -> Value {
        self.try_call(method, params).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    pub fn try_call(&self, method: &str, params: Value) -> Result<Value, String> {
        let answer: Value = minreq::post(format!("http://127.0.0.1:{}/", self.rpc_port))
            .with_header("Authorization", LOGIN)
            .with_timeout(60)
            .with_json(&json!({"id": 1, "method": method, "params": params}))
            .and_then(minreq::Request::send)
            .and_then(|response| response.json())
            .map_err(|error| error.to_string())?;
        if answer["error"].is_null() { Ok(answer["result"].clone()) } else { Err(answer["error"].to_string()) }
    }

    /// Freezes the node, or lets it go on: it keeps its connections and answers nothing.
    pub fn freeze(&self, frozen: bool) {
        let signal = if frozen { "-STOP" } else { "-CONT" };
        assert!(Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap().success());
    }

    /// Ends the node as an operator would.
    pub fn stop(&mut self) {
        self.call("stop", json!([]));
        self.child.wait().unwrap();
    }

    /// Starts it again: same chain, same ports, nothing in its mempool.
    pub fn start_again(&mut self) {
        self.child = launch(self.dir.path(), &self.flags, self.rpc_port, self.zmq_port, self.p2p_port);
        self.wait_until_up();
    }

    fn wait_until_up(&mut self) {
        let began = Instant::now();
        while self.try_call("getblockcount", json!([])).is_err() {
            if let Some(status) = self.child.try_wait().unwrap() {
                let complaints = fs::read_to_string(self.dir.path().join("stderr")).unwrap_or_default();
                panic!("bitcoind ended at its start: {status}, {:?}: {complaints}", self.flags);
            }
            assert!(began.elapsed() < PATIENCE, "bitcoind did not answer");
            thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // It may have been stopped by the test; there is nothing to do about an error here.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits until something holds; the test fails if it doesn't come.
pub fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < PATIENCE, "waited in vain until {what}");
        thread::sleep(Duration::from_millis(50));
    }
}

/// A port that nobody listens on, below those that the system gives to outgoing connections.
pub fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let start = 11_000 + (std::process::id() % 1_000) as u16 * 20;
    loop {
        let port = start + NEXT.fetch_add(1, Ordering::Relaxed);
        if std::net::TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

fn launch(dir: &Path, flags: &[String], rpc: u16, zmq: u16, p2p: u16) -> Child {
    let mut command = Command::new(bitcoind());
    command
        .args(["-regtest", "-server", "-disablewallet", "-persistmempool=0", "-printtoconsole=0"])
        .args(["-checkmempool=0", "-checkblockindex=0", "-dnsseed=0", "-fixedseeds=0", "-listenonion=0"])
        .args(["-blockmaxweight=3996000", "-zmqpubsequencehwm=100000"])
        .arg(format!("-datadir={}", dir.display()))
        .args([format!("-rpcuser={USER}"), format!("-rpcpassword={PASSWORD}"), format!("-rpcport={rpc}")])
        .args([format!("-port={p2p}"), format!("-bind=127.0.0.1:{p2p}")])
        .arg(format!("-zmqpubsequence=tcp://127.0.0.1:{zmq}"));
    if is_knots() {
        // By itself it fills 300 kB of a block, and Core refuses to start with this option.
        command.arg("-blockmaxsize=3990000");
    }
    let complaints = File::create(dir.join("stderr")).expect("a file for what it complains of");
    command.args(flags).stdin(Stdio::null()).stdout(Stdio::null()).stderr(complaints);
    command.spawn().expect("bitcoind starts")
}

fn is_knots() -> bool {
    let said = Command::new(bitcoind()).arg("-version").output().expect("bitcoind says its version");
    String::from_utf8_lossy(&said.stdout).contains("Knots")
}

fn bitcoind() -> PathBuf {
    let named = env::var_os("TXWHY_BITCOIND").map(PathBuf::from);
    let on_path =
        || env::split_paths(&env::var_os("PATH")?).map(|dir| dir.join("bitcoind")).find(|file| file.is_file());
    let installed = || {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/nodes/bin/bitcoind");
        file.is_file().then_some(file)
    };
    named.or_else(on_path).or_else(installed).expect("a bitcoind: run tests/nodes/install, or set TXWHY_BITCOIND")
}

fn unique_address() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let script: ScriptBuf = tx::recipient(1_000_000 + NEXT.fetch_add(1, Ordering::Relaxed));
    Address::from_script(&script, Network::Regtest).unwrap().to_string()
}
