//! The demo keeps what it promises: each example's answer names the cause on its label, through the whole engine.

#![allow(clippy::unwrap_used)]

use std::{collections::BTreeSet, time::Duration};

use tokio::time::{sleep, timeout};

use super::*;
use crate::{
    diagnose::{Cause, GasCause},
    explain::{Expectation, Lang},
    lookup::{Networks, Question, Setup},
    metrics::Metrics,
    parse,
};

async fn look_up(networks: &Networks, example: &Example) -> serde_json::Value {
    let question = Question {
        tx: parse::tx_ref(&example.id.to_string()).unwrap(),
        chain: Some(example.chain.into()),
        lang: Lang::En,
        required: None,
        expected: Expectation::default(),
    };
    serde_json::to_value(&*networks.look_up(&question).await.unwrap().answer).unwrap()
}

/// Long enough for a loaded machine; nothing here is expected to take it.
const PATIENCE: Duration = Duration::from_secs(60);

/// Until the example's trouble shows.
async fn until_told(networks: &Networks, example: &Example) {
    while look_up(networks, example).await["cause"]["code"] != example.cause {
        sleep(Duration::from_millis(100)).await;
    }
}

async fn started() -> (Demo, Arc<Networks>, Tasks) {
    let demo = Demo::new(7, Timestamp::now());
    let metrics = Arc::new(Metrics::new().unwrap());
    let setup = Setup { chains: demo.chains(), journal: None, metrics, clock: Arc::new(Timestamp::now) };
    let tasks = Tasks::default();
    let networks = Networks::start(setup, &tasks).await.unwrap();
    (demo, networks, tasks)
}

#[tokio::test]
async fn every_example_is_in_the_trouble_that_it_promises() {
    let (mut demo, networks, tasks) = started().await;
    let examples = demo.play().await;
    // Why something left shows after a few seconds, as with real nodes; the limit only ends a test that fails.
    let mut wrong = Vec::new();
    for example in &examples {
        if timeout(PATIENCE, until_told(&networks, example)).await.is_err() {
            let answer = look_up(&networks, example).await;
            wrong.push(format!("{}: {} instead of {}", example.label, answer["cause"], example.cause));
        }
        if wrong.len() > 2 {
            break;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let shown: BTreeSet<&str> = examples.iter().map(|example| example.cause).collect();
    // Nothing is held back where nothing waits, and the demo's network with gas has a pool.
    let shown_elsewhere = ["probably_rejected"];
    let all = Cause::CODES.into_iter().chain(GasCause::CODES);
    let all = all.filter(|code| !shown_elsewhere.contains(code)).collect();
    assert_eq!(shown, all, "a kind of trouble has no example");
    for example in &examples {
        assert_eq!(look_up(&networks, example).await["facts"]["simulated"], true, "{}", example.label);
    }
    tasks.stop(Duration::from_secs(2)).await;
}

#[tokio::test]
async fn replacements_are_told_apart() {
    let (mut demo, networks, tasks) = started().await;
    let examples = demo.play().await;
    let mut told = Vec::new();
    for example in examples.iter().filter(|example| example.cause == "replaced") {
        timeout(PATIENCE, until_told(&networks, example)).await.unwrap();
        let answer = look_up(&networks, example).await;
        let by = &answer["replaced_by"];
        told.push(format!("{} {} {}", by["kind"], by["stage"], by["same_recipient"]).replace('"', ""));
    }
    let on_bitcoin = ["speed_up waiting true", "different waiting false", "speed_up settled true"];
    let with_gas =
        ["speed_up included true", "speed_up waiting true", "cancel waiting false", "different waiting false"];
    assert_eq!(told, [&on_bitcoin[..], &with_gas].concat());
    tasks.stop(Duration::from_secs(2)).await;
}
