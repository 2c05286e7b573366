//! The command line against a real node: `why`, `check`, and configurations that are refused.

use std::{fs, process::Output};

use serde_json::{Value, json};

use crate::{
    check::check,
    node::{Node, PASSWORD},
    service::{Setup, block, run},
    tx::spend,
};

fn chain(nodes: &str) -> String {
    format!("[[chains]]\nname = \"bitcoin\"\nkind = \"bitcoin\"\nrequired = 2\n{nodes}")
}

fn configured(config: &str, arguments: &[&str]) -> Output {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("txwhy.toml");
    fs::write(&file, config).unwrap();
    run(arguments, &file)
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn why_asks_the_nodes_by_itself() {
    let node = Node::start(&[]);
    let tx = spend(&node.coin()).to(1, 5_000_000).rate(20.0);
    node.send(&tx);
    let config = chain(&block("main", node.rpc_port, None));
    let output = configured(&config, &["why", &tx.id(), "--json"]);
    assert!(output.status.success(), "{}", said(&output));
    let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON and nothing else");
    let answer = answer.get(0).unwrap_or(&answer);
    check(answer, "waiting: next_in_line (ok)");

    let english = said(&configured(&config, &["why", &tx.id()]));
    let chinese = said(&configured(&config, &["why", &tx.id(), "--lang", "zh-CN"]));
    assert!(english.contains("block") && chinese.contains("区块"), "{english}\n{chinese}");

    node.mine(1);
    let output = configured(&config, &["why", &tx.id(), "--json"]);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let answer = answer.get(0).unwrap_or(&answer);
    check(answer, "included: awaiting_confirmations (ok)");
}

#[test]
fn why_refuses_what_is_no_id() {
    let node = Node::start(&[]);
    let config = chain(&block("main", node.rpc_port, None));
    let output = configured(&config, &["why", "hello"]);
    assert!(!output.status.success(), "{}", said(&output));
    let phrase = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
    let output = configured(&config, &["why", phrase]);
    assert!(!output.status.success() && !said(&output).contains("abandon"), "{}", said(&output));
}

#[test]
fn check_says_what_the_node_can_and_cannot() {
    let node = Node::start(&[]);
    let service = Setup::of(&node).start();
    let output = service.cli(&["check"]);
    let text = said(&output);
    assert!(output.status.success(), "{text}");
    let version = node.call("getnetworkinfo", json!([]))["subversion"].as_str().unwrap().to_owned();
    for wanted in ["main", version.as_str(), "regtest", "txindex"] {
        assert!(text.contains(wanted), "`{wanted}` is not said:\n{text}");
    }
    assert!(!text.contains(PASSWORD), "the password is shown:\n{text}");
}

#[test]
fn check_tells_a_wrong_password_from_a_node_that_is_down() {
    let mut node = Node::bare(&[]);
    let right = chain(&block("main", node.rpc_port, Some(node.zmq_port)));
    let wrong = right.replace(PASSWORD, "guessed");
    let output = configured(&wrong, &["check"]);
    let refused = said(&output);
    assert!(!output.status.success(), "{refused}");
    assert!(refused.contains("refused") || refused.contains("401") || refused.contains("password"), "{refused}");
    assert!(!refused.contains("guessed"), "the password is shown:\n{refused}");
    node.stop();
    let output = configured(&right, &["check"]);
    let down = said(&output);
    assert!(!output.status.success() && down != refused, "{down}");
}

#[test]
fn a_cookie_file_and_a_password_file_log_in_too() {
    let node = Node::start(&[]);
    let dir = tempfile::tempdir().unwrap();
    let (cookie, password) = (dir.path().join("cookie"), dir.path().join("password"));
    fs::write(&cookie, format!("txwhy:{PASSWORD}")).unwrap();
    fs::write(&password, format!("{PASSWORD}\n")).unwrap();
    let login = format!("user = \"txwhy\"\npassword = \"{PASSWORD}\"\n");
    let plain = chain(&block("main", node.rpc_port, None));
    let by_cookie = plain.replace(&login, &format!("cookie_file = \"{}\"\n", cookie.display()));
    let by_file = plain.replace(&login, &format!("user = \"txwhy\"\npassword_file = \"{}\"\n", password.display()));
    for config in [by_cookie, by_file] {
        assert_ne!(config, plain);
        let output = configured(&config, &["check"]);
        assert!(output.status.success(), "{}", said(&output));
    }
}

#[test]
fn an_https_address_is_refused_before_anything_is_sent() {
    let node = Node::bare(&[]);
    let config = chain(&block("main", node.rpc_port, None)).replace("http://", "https://");
    for command in ["check", "serve"] {
        let output = configured(&config, &[command]);
        let text = said(&output);
        assert!(!output.status.success() && text.contains("https"), "{command}: {text}");
    }
}

#[test]
fn every_mistake_of_a_configuration_is_told_at_once() {
    let config = "[server]\nlisten = \"nowhere\"\n[[chains]]\nname = \"bitcoin\"\nkind = \"bitcoin\"\n\
                  [[chains.nodes]]\nname = \"main\"\nrpc = \"ftp://x\"\n";
    let output = configured(config, &["check"]);
    let text = said(&output);
    assert!(!output.status.success(), "{text}");
    for wanted in ["listen", "rpc"] {
        assert!(text.contains(wanted), "`{wanted}` is not said:\n{text}");
    }
}
