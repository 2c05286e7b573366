//! A real anvil, started by the test on a free port and ended with it: accounts with money, contracts in a few bytes of
//! code, blocks when the test says so. Knows nothing of txwhy.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::node::{PATIENCE, free_port};

pub const CHAIN_ID: u64 = 31_337;
pub const GWEI: u64 = 1_000_000_000;
pub const ETHER: u128 = 1_000_000_000_000_000_000;

/// Gives back, as the reason of its refusal, whatever it is called with.
pub const REFUSES: &str = "66365f5f37365ffd5f5260076019f3";
/// Runs until its gas is gone.
pub const LOOPS: &str = "625b5f565f526003601df3";
/// Has code and takes anything.
pub const TAKES: &str = "60015ff3";

pub struct Anvil {
    child: Child,
    pub port: u16,
    flags: Vec<String>,
}

impl Anvil {
    /// A chain where blocks come only when they are mined.
    pub fn start() -> Self {
        Self::with(&["--no-mining", "--slots-in-an-epoch", "4"])
    }

    pub fn with(flags: &[&str]) -> Self {
        let port = free_port();
        let flags: Vec<String> = flags.iter().map(|&flag| flag.to_owned()).collect();
        let anvil = Self { child: launch(port, &flags), port, flags };
        anvil.wait_until_up();
        anvil
    }

    pub fn ws(&self) -> String {
        format!("ws://127.0.0.1:{}", self.port)
    }

    pub fn http(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// One of ten accounts with 10,000 ETH each.
    pub fn account(&self, number: usize) -> String {
        self.call("eth_accounts", json!([]))[number].as_str().unwrap().to_owned()
    }

    /// Sends what `tx` says from this account; the transaction's id.
    pub fn send(&self, from: usize, tx: Value) -> String {
        self.try_send(from, tx).unwrap_or_else(|error| panic!("{error}"))
    }

    pub fn try_send(&self, from: usize, mut tx: Value) -> Result<String, String> {
        tx["from"] = json!(self.account(from));
        let id = self.try_call("eth_sendTransaction", json!([tx]))?;
        Ok(id.as_str().unwrap().to_owned())
    }

    /// Pays one ether from one account to another.
    pub fn pay(&self, from: usize, to: usize) -> String {
        self.send(from, json!({"to": self.account(to), "value": hex(ETHER)}))
    }

    /// Puts a contract on the chain; its address.
    pub fn deploy(&self, code: &str) -> String {
        let id = self.send(9, json!({"data": format!("0x{code}"), "gas": hex(500_000)}));
        self.mine(1);
        self.receipt(&id)["contractAddress"].as_str().unwrap().to_owned()
    }

    /// A token that logs moving so much (in code: what is pushed as the amount) to whomever (likewise).
    pub fn token(&self, amount: &str, to: &str) -> String {
        self.deploy(&token(amount, to))
    }

    /// Puts a contract at this address that writes these logs whenever it is called.
    pub fn logger(&self, at: &str, logs: &[Log]) {
        let code: String = logs.iter().map(Log::code).collect();
        self.call("anvil_setCode", json!([at, format!("0x{code}00")]));
    }

    pub fn mine(&self, blocks: u64) {
        self.call("anvil_mine", json!([hex(blocks.into()), "0x1"]));
    }

    pub fn receipt(&self, id: &str) -> Value {
        self.call("eth_getTransactionReceipt", json!([id]))
    }

    /// The next block's base fee; nothing is mined.
    pub fn base_fee(&self, wei: u64) {
        self.call("anvil_setNextBlockBaseFeePerGas", json!([hex(wei.into())]));
    }

    pub fn call(&self, method: &str, params: Value) -> Value {
        self.try_call(method, params).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    pub fn try_call(&self, method: &str, params: Value) -> Result<Value, String> {
        let answer: Value = minreq::post(self.http())
            .with_timeout(60)
            .with_json(&json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}))
            .and_then(minreq::Request::send)
            .and_then(|response| response.json())
            .map_err(|error| error.to_string())?;
        if answer["error"].is_null() { Ok(answer["result"].clone()) } else { Err(answer["error"].to_string()) }
    }

    pub fn stop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Starts it again in another way.
    pub fn start_again_with(&mut self, flags: &[&str]) {
        self.flags = flags.iter().map(|&flag| flag.to_owned()).collect();
        self.start_again();
    }

    /// Starts it again, as new.
    pub fn start_again(&mut self) {
        self.child = launch(self.port, &self.flags);
        self.wait_until_up();
    }

    fn wait_until_up(&self) {
        let began = Instant::now();
        while self.try_call("eth_chainId", json!([])).is_err() {
            assert!(began.elapsed() < PATIENCE, "anvil did not answer");
            thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Anvil {
    fn drop(&mut self) {
        // It may have been stopped by the test; there is nothing to do about an error here.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a contract writes into the log: topics and data, in hexadecimal digits, all in words of 32 bytes.
pub struct Log {
    pub topics: Vec<String>,
    pub data: String,
}

impl Log {
    /// The data into memory, then the topics, its length and its place on the stack.
    fn code(&self) -> String {
        let words = self.data.as_bytes().chunks(64).map(|word| std::str::from_utf8(word).unwrap()).enumerate();
        let store: String = words.map(|(place, word)| format!("7f{word}61{:04x}52", place * 32)).collect();
        let topics: String = self.topics.iter().rev().map(|topic| format!("7f{topic}")).collect();
        format!("{store}{topics}61{:04x}5fa{}", self.data.len() / 2, self.topics.len())
    }
}

/// An address as a word.
pub fn padded(address: &str) -> String {
    format!("{:0>64}", address.trim_start_matches("0x"))
}

pub fn hex(number: u128) -> String {
    format!("{number:#x}")
}

/// 32 bytes in hexadecimal digits.
pub fn word(number: u128) -> String {
    format!("{number:064x}")
}

/// `transfer(to, amount)`, as input.
pub fn transfer(to: &str, amount: u128) -> String {
    format!("0xa9059cbb{}{}", padded(to), word(amount))
}

/// `Error(text)`, as a contract gives it back.
pub fn error(text: &[u8]) -> String {
    let bytes: String = text.iter().map(|byte| format!("{byte:02x}")).collect();
    let padded = format!("{bytes:0<width$}", width = bytes.len().div_ceil(64) * 64);
    format!("0x08c379a0{}{}{padded}", word(32), word(text.len() as u128))
}

/// What `amount` and `to` are pushed as, where they are as the caller of `transfer` says.
pub const AS_ASKED: (&str, &str) = ("602435", "600435");
/// The caller gets it instead.
pub const TO_CALLER: &str = "33";
/// The tenth part is kept.
pub const LESS_A_TENTH: &str = "600a60096024350204";
/// Nothing moves.
pub const NOTHING: &str = "5f";

/// Answers a call of four bytes (`decimals()`, `symbol()`) with 6, and any other with a log of a `Transfer`.
fn token(amount: &str, to: &str) -> String {
    let topic = "7fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";
    let answers_six = "60065f5260205ff3";
    let logs = format!("{amount}5f52{to}33{topic}60205fa360015f5260205ff3");
    // CALLDATASIZE, 4, EQ; where it isn't four bytes, jump over the answer.
    let start = 8 + answers_six.len() / 2;
    let runtime = format!("366004141560{start:02x}57{answers_six}5b{logs}");
    // Nine bytes that copy what follows them, and return it.
    format!("60{:02x}8060095f395ff3{runtime}", runtime.len() / 2)
}

fn launch(port: u16, flags: &[String]) -> Child {
    Command::new(binary())
        .args(["--host", "127.0.0.1", "--silent", "--port", &port.to_string()])
        .args(flags)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("anvil starts")
}

fn binary() -> PathBuf {
    let named = env::var_os("TXWHY_ANVIL").map(PathBuf::from);
    let on_path = || env::split_paths(&env::var_os("PATH")?).map(|dir| dir.join("anvil")).find(|file| file.is_file());
    let installed = || {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/nodes/bin/anvil");
        file.is_file().then_some(file)
    };
    named.or_else(on_path).or_else(installed).expect("an anvil: run tests/nodes/install, or set TXWHY_ANVIL")
}
