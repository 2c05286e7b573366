//! How a node's silence, refusals and nonsense are told apart.
#![allow(clippy::unwrap_used)]

use serde_json::json;

use super::{
    super::{Node, fake, wire},
    *,
};

async fn outcome(node: &Node) -> Result<Option<u64>, NodeError> {
    node.rpc.call(Call::new("getblockcount", json!([])), Pace::Poll, wire::optional).await
}

/// The code of what comes of asking a node that answers so.
async fn code(status: u16, body: &'static str) -> &'static str {
    outcome(&fake::always(status, body)).await.unwrap_err().code()
}

#[tokio::test]
async fn what_to_do_next_is_told_by_the_variant() {
    assert_eq!(code(401, "").await, "refused");
    assert_eq!(code(403, "").await, "refused");
    assert_eq!(code(503, "Work queue depth exceeded").await, "unreachable");
    assert_eq!(code(404, "<html>").await, "unreadable");
    assert_eq!(code(501, "<html>").await, "unreadable");
    assert_eq!(code(200, "<html>").await, "unreadable");
    assert_eq!(code(200, "[]").await, "unreadable");
    assert_eq!(code(200, r#"{"some":"thing"}"#).await, "unreadable");
}

#[tokio::test]
async fn a_node_that_warms_up_is_tried_again_later() {
    assert_eq!(outcome(&fake::node(|_, _| Err(-28))).await.unwrap_err().code(), "unreachable");
}

#[tokio::test]
async fn absent_is_an_answer() {
    assert_eq!(outcome(&fake::node(|_, _| Err(-5))).await, Ok(None));
    assert_eq!(outcome(&fake::node(|_, _| Ok(json!(7)))).await, Ok(Some(7)));
}

#[tokio::test]
async fn look_ups_stop_waiting_for_a_silent_node_and_a_poll_finds_it_again() {
    let node = fake::node({
        let asked = std::sync::atomic::AtomicU32::new(0);
        // Warming up for three polls.
        move |_, _| match asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed) {
            0..3 => Err(-28),
            count => Ok(json!(count)),
        }
    });
    let look_up = || node.rpc.call(Call::new("getblockcount", json!([])), Pace::Ask, wire::optional::<u64>);
    for _ in 0..3 {
        outcome(&node).await.unwrap_err();
    }
    assert_eq!(look_up().await, Err(NodeError::Unreachable("no answer lately".into())));
    assert_eq!(outcome(&node).await, Ok(Some(3)), "the look-up was not sent");
    assert_eq!(look_up().await, Ok(Some(4)));
}

#[test]
fn an_address_that_would_leak_the_credentials_is_refused() {
    let made = |rpc: &str| Rpc::new(&fake::config(rpc), Arc::new(fake::Unmetered)).map(|_| ());
    for wrong in ["https://node:8332", "ftp://node", "http://user:hunter2@node:8332"] {
        let error = made(wrong).unwrap_err();
        assert_eq!(error.code(), "refused");
        assert!(!error.to_string().contains("hunter2"));
    }
    assert_eq!(made("http://127.0.0.1:8332"), Ok(()));
}

#[tokio::test]
async fn a_cookie_is_read_anew_for_each_connection() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let path = file.path().to_owned();
    let config = NodeConfig { auth: Auth::CookieFile(path.clone()), ..fake::config("http://127.0.0.1:1") };
    let rpc = Rpc::new(&config, Arc::new(fake::Unmetered)).unwrap();
    let login = || rpc.0.login().map(|login| login.map(|login| login.expose_secret().to_owned()));
    for cookie in ["__cookie__:one", "__cookie__:two"] {
        std::fs::write(&path, format!("{cookie}\n")).unwrap();
        assert_eq!(login(), Ok(Some(cookie.to_owned())));
    }
    drop(file);
    assert_eq!(login().unwrap_err().code(), "unreachable", "a node that stops deletes its cookie");
}
