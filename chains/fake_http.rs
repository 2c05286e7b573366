//! What the adapters' fake nodes hear: one HTTP request with a JSON body. For unit tests alone; real nodes are in the
//! service's tests.
#![allow(clippy::unwrap_used)]

use std::{
    io::{BufRead, BufReader, Read},
    net::TcpStream,
};

use serde_json::Value;

/// Reads a request's body.
pub(crate) fn request(stream: &TcpStream) -> Value {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        match line.to_ascii_lowercase().trim().strip_prefix("content-length:") {
            Some(number) => length = number.trim().parse().unwrap(),
            None if line.trim().is_empty() => break,
            None => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    serde_json::from_slice(&body).unwrap()
}
