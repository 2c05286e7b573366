//! The order in which what was heard is told, on a chain 0-1-2-3 with a rival branch 1-a-b-c.
#![allow(clippy::unwrap_used)]

use bitcoincore_rpc::bitcoin::{Network, blockdata::constants::genesis_block, consensus::encode::serialize_hex};
use serde_json::{Value, json};

use super::{
    super::{
        fake::{self, Notes, Reply},
        zmq::Change::{Added, Connected, Disconnected, Removed},
    },
    *,
};
use crate::{BlockHash, NodeId, TxId};

const CHAIN: [(u8, u8, u64); 7] =
    [(0, 0xff, 0), (1, 0, 1), (2, 1, 2), (3, 2, 3), (0xa, 1, 2), (0xb, 0xa, 3), (0xc, 0xb, 4)];

fn hash(last: u8) -> BlockHash {
    let mut bytes = [0; 32];
    bytes[31] = last;
    BlockHash(bytes)
}

fn tx(last: u8) -> TxId {
    TxId(hash(last).0)
}

/// Knows the blocks' headers and one and the same content for all, and an empty mempool.
fn reply(method: &str, params: &Value) -> Reply {
    let asked = |(block, ..): &&(u8, u8, u64)| params[0] == hash(*block).to_string();
    match (method, CHAIN.iter().find(asked)) {
        ("getblockheader", Some((block, parent, height))) => Ok(json!({
            "hash": hash(*block).to_string(), "height": height, "time": 1_700_000_000, "confirmations": 1,
            "previousblockhash": (*height > 0).then(|| hash(*parent).to_string()),
        })),
        ("getblock", Some(_)) => Ok(json!(serialize_hex(&genesis_block(Network::Regtest)))),
        _ => Err(-5),
    }
}

/// What is told of these messages by a watch that is at block 3.
async fn told(messages: &[Heard]) -> (Vec<String>, Next) {
    let (node, sink) = (fake::node(reply), Notes::default());
    let watch = Watch { id: NodeId(0), node: &node, sink: &sink };
    watch.follow_to(hash(3)).await.unwrap();
    assert_eq!(sink.take(), ["block 00", "block 01", "block 02", "block 03", "tip 03"]);
    let mut following = Following::hearing_from(10);
    let next = watch.hear(&mut following, messages.to_vec()).await.unwrap();
    (sink.take(), next)
}

async fn check(changes: &[Change], expected: &[&str]) {
    let messages: Vec<_> = changes.iter().copied().map(Heard::Change).collect();
    assert_eq!(told(&messages).await.0, expected);
}

#[tokio::test]
async fn a_reorg_is_told_from_the_old_tip_down_and_from_the_fork_up() {
    let run = [Disconnected(hash(3)), Disconnected(hash(2))];
    let run = [&run[..], &[Connected(hash(0xa)), Connected(hash(0xb)), Connected(hash(0xc))]].concat();
    check(&run, &["dropped 03", "dropped 02", "block 0a", "block 0b", "block 0c", "tip 0c"]).await;
}

#[tokio::test]
async fn what_a_block_pushes_out_is_told_before_it() {
    let run = [Disconnected(hash(3)), Removed(tx(7), 11), Disconnected(hash(2)), Removed(tx(8), 12)];
    check(&run, &["dropped 03", "tip 02", "left 07", "dropped 02", "tip 01", "left 08"]).await;
}

#[tokio::test]
async fn what_the_fill_contained_is_not_told_again() {
    check(&[Removed(tx(7), 9), Removed(tx(8), 10)], &["left 08"]).await;
    check(&[Connected(hash(2)), Connected(hash(3)), Disconnected(hash(0xa))], &[]).await;
}

#[tokio::test]
async fn what_came_and_is_gone_again_is_not_told_as_there() {
    check(&[Added(tx(7), 11)], &[]).await;
}

#[tokio::test]
async fn a_loss_asks_for_all_anew() {
    for (message, feed) in [(Heard::Gap, Feed::Push), (Heard::Lost, Feed::PushLost), (Heard::Connected, Feed::Push)] {
        let (_, next) = told(&[message]).await;
        assert_eq!(next, Next::Refill(feed));
    }
}
