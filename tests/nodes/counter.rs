//! Stands between an anvil and whoever asks it, over HTTP or WebSocket, and counts what it is asked: messages (requests
//! or frames) and the calls in them. Changes nothing.

use std::{
    io::{self, Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use serde_json::Value;

use crate::{anvil::Anvil, node::free_port};

/// Lives as long as the process: its threads end when the connections do.
pub struct Counter {
    port: u16,
    tally: Arc<Mutex<Tally>>,
}

/// What was asked since the last count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// The bodies of HTTP requests, or WebSocket frames.
    pub messages: Vec<Vec<u8>>,
    /// The methods that were called, in order.
    pub calls: Vec<String>,
}

impl Counter {
    pub fn before(anvil: &Anvil) -> Self {
        let (port, target) = (free_port(), anvil.port);
        let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
        let tally = Arc::new(Mutex::new(Tally::default()));
        let shared = tally.clone();
        thread::spawn(move || {
            for asker in listener.incoming().flatten() {
                let Ok(node) = TcpStream::connect(("127.0.0.1", target)) else { continue };
                join(asker, node, shared.clone());
            }
        });
        Self { port, tally }
    }

    pub fn ws(&self) -> String {
        format!("ws://127.0.0.1:{}", self.port)
    }

    pub fn http(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// What was asked since this was called last.
    pub fn take(&self) -> Tally {
        std::mem::take(&mut *self.tally.lock().unwrap())
    }
}

impl Tally {
    /// Without what is asked all the time: how the node is, and whether it is still there.
    pub fn besides_the_pulse(mut self) -> Vec<String> {
        self.calls.retain(|method| !["eth_syncing", "eth_getBlockByNumber"].contains(&method.as_str()));
        self.calls
    }
}

fn join(asker: TcpStream, node: TcpStream, tally: Arc<Mutex<Tally>>) {
    let (mut from_node, mut to_asker) = (node.try_clone().unwrap(), asker.try_clone().unwrap());
    for stream in [&asker, &node] {
        stream.set_nodelay(true).unwrap();
    }
    thread::spawn(move || {
        // Either side may go at any time; then both are closed.
        let _ = io::copy(&mut from_node, &mut to_asker);
        let _ = to_asker.shutdown(Shutdown::Both);
    });
    thread::spawn(move || {
        let _ = pass_on(&asker, &node, &tally);
        let _ = node.shutdown(Shutdown::Both);
    });
}

/// Requests, until one of them makes a WebSocket of the connection; then frames.
fn pass_on(mut asker: &TcpStream, mut node: &TcpStream, tally: &Mutex<Tally>) -> io::Result<()> {
    loop {
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            asker.read_exact(&mut byte)?;
            request.extend(byte);
        }
        let head = String::from_utf8_lossy(&request).to_ascii_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
        let mut body = vec![0; length];
        asker.read_exact(&mut body)?;
        count(&body, tally);
        request.extend(&body);
        node.write_all(&request)?;
        if head.contains("upgrade: websocket") {
            return frames(asker, node, tally);
        }
    }
}

/// RFC 6455: two bytes, of which the second tells the length, four of a mask, and what that hides.
fn frames(mut asker: &TcpStream, mut node: &TcpStream, tally: &Mutex<Tally>) -> io::Result<()> {
    loop {
        let mut frame = vec![0; 2];
        asker.read_exact(&mut frame)?;
        let more = match frame[1] & 127 {
            126 => 2,
            127 => 8,
            _ => 0,
        };
        let mut extended = vec![0; more];
        asker.read_exact(&mut extended)?;
        let short = u64::from(frame[1] & 127);
        let length = if more == 0 { short } else { extended.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)) };
        let mut mask = [0; 4];
        asker.read_exact(&mut mask)?;
        let mut hidden = vec![0; length as usize];
        asker.read_exact(&mut hidden)?;
        if frame[0] & 15 == 1 {
            let shown: Vec<u8> = hidden.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask).collect();
            count(&shown, tally);
        }
        frame.extend(extended.into_iter().chain(mask).chain(hidden));
        node.write_all(&frame)?;
    }
}

fn count(message: &[u8], tally: &Mutex<Tally>) {
    let calls = match serde_json::from_slice(message) {
        Ok(Value::Array(calls)) => calls,
        Ok(call) => vec![call],
        Err(_) => return,
    };
    let mut tally = tally.lock().unwrap();
    tally.messages.push(message.to_vec());
    tally.calls.extend(calls.iter().map(|call| call["method"].as_str().unwrap_or("?").to_owned()));
}
