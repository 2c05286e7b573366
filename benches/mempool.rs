//! A mempool like a busy day's, made without a wallet: single payments, parents with a child, chains; one to three
//! inputs and outputs, log-normal fee rates. The same one for each run of the same size.

use std::collections::VecDeque;

use bitcoin::{
    Address, Amount, Network, OutPoint, ScriptBuf, Sequence, Transaction, TxIn, TxOut, WPubkeyHash, Witness,
    absolute::LockTime, consensus::encode::serialize_hex, hashes::Hash, opcodes::OP_TRUE, opcodes::all::OP_2DROP,
    transaction::Version,
};
use rand::{Rng, SeedableRng, rngs::StdRng};
use serde_json::json;

use crate::node::Node;

/// Outputs of one transaction that makes coins: 86 kvB, which is less than nodes refuse.
const COINS_EACH: usize = 2_000;
/// Blocks until a coinbase may be spent.
const MATURITY: usize = 100;
const PAID: u64 = 20_000;

/// What belongs together, in the order in which a node takes it.
pub type Group = Vec<Transaction>;

struct Coin {
    from: OutPoint,
    sats: u64,
}

/// So many transactions that spend what is confirmed on this node, which has an empty chain before.
pub fn make(node: &Node, count: usize) -> Vec<Group> {
    let mut dice = StdRng::seed_from_u64(2);
    let shapes = shapes(&mut dice, count);
    let mut coins = confirmed_coins(node, shapes.iter().map(|(_, inputs)| inputs).sum());
    shapes
        .into_iter()
        .map(|(length, inputs)| {
            let mut spent: Vec<Coin> = coins.drain(..inputs).collect();
            let mut group = Vec::with_capacity(length);
            for _ in 0..length {
                let tx = payment(&mut dice, &spent);
                spent = vec![change(&tx)];
                group.push(tx);
            }
            group
        })
        .collect()
}

/// For each group how many transactions follow one another, and how many inputs the first one has.
fn shapes(dice: &mut StdRng, count: usize) -> Vec<(usize, usize)> {
    let mut left = count;
    let mut shapes = Vec::new();
    while left > 0 {
        let length = match dice.random_range(0..10) {
            0..7 => 1,
            7..9 => 2,
            _ => dice.random_range(3..=8),
        };
        let length = length.min(left);
        left -= length;
        shapes.push((length, dice.random_range(1..=3)));
    }
    shapes
}

fn confirmed_coins(node: &Node, wanted: usize) -> VecDeque<Coin> {
    let fans = wanted.div_ceil(COINS_EACH);
    let address = Address::from_script(&script().to_p2wsh(), Network::Regtest).unwrap().to_string();
    let blocks = node.call("generatetoaddress", json!([fans + MATURITY, address]));
    let fan = |block: &serde_json::Value| {
        let block = node.call("getblock", json!([block, 2]));
        let (id, value) = (block["tx"][0]["txid"].as_str().unwrap(), &block["tx"][0]["vout"][0]["value"]);
        let coinbase = OutPoint { txid: id.parse().unwrap(), vout: 0 };
        let sats = Amount::from_btc(value.as_f64().unwrap()).unwrap().to_sat();
        let each =
            TxOut { value: Amount::from_sat(sats / COINS_EACH as u64 - 500), script_pubkey: script().to_p2wsh() };
        let tx = transaction(vec![input(coinbase, &[0; 72], &[0; 33])], vec![each; COINS_EACH]);
        node.call("sendrawtransaction", json!([serialize_hex(&tx), 0]));
        tx
    };
    let fans: Vec<Transaction> = blocks.as_array().unwrap()[..fans].iter().map(fan).collect();
    while node.call("getmempoolinfo", json!([]))["size"] != 0 {
        node.mine(1);
    }
    fans.iter().flat_map(|fan| (0..COINS_EACH as u32).map(|vout| coin(fan, vout))).collect()
}

/// Pays up to two recipients, and the rest back to where anyone may spend it.
fn payment(dice: &mut StdRng, coins: &[Coin]) -> Transaction {
    let inputs = coins.iter().map(|coin| input(coin.from, &random::<72>(dice), &random::<33>(dice))).collect();
    let mut outputs: Vec<TxOut> = (0..dice.random_range(0..3))
        .map(|_| TxOut {
            value: Amount::from_sat(PAID),
            script_pubkey: ScriptBuf::new_p2wpkh(&WPubkeyHash::from_byte_array(random(dice))),
        })
        .collect();
    let rest = coins.iter().map(|coin| coin.sats).sum::<u64>() - PAID * outputs.len() as u64;
    outputs.push(TxOut { value: Amount::from_sat(rest), script_pubkey: script().to_p2wsh() });
    let mut tx = transaction(inputs, outputs);
    let fee = (fee_rate(dice) * tx.vsize() as f64).ceil() as u64;
    if let Some(last) = tx.output.last_mut() {
        last.value = Amount::from_sat(rest - fee);
    }
    tx
}

/// In sat/vB: half of them below six, one in fifty above sixty.
fn fee_rate(dice: &mut StdRng) -> f64 {
    let (radius, angle) = (dice.random_range(f64::EPSILON..1.0), dice.random_range(0.0..std::f64::consts::TAU));
    let normal = (-2.0 * radius.ln()).sqrt() * angle.cos();
    (1.8 + 1.1 * normal).exp().clamp(1.0, 400.0)
}

fn change(tx: &Transaction) -> Coin {
    coin(tx, tx.output.len() as u32 - 1)
}

fn coin(tx: &Transaction, vout: u32) -> Coin {
    Coin { from: OutPoint { txid: tx.compute_txid(), vout }, sats: tx.output[vout as usize].value.to_sat() }
}

/// Spends from [`script`], and is as large as if there were a signature and a key.
fn input(from: OutPoint, signature: &[u8], key: &[u8]) -> TxIn {
    TxIn {
        previous_output: from,
        script_sig: ScriptBuf::new(),
        sequence: Sequence::ENABLE_RBF_NO_LOCKTIME,
        witness: Witness::from_slice(&[signature, key, script().as_bytes()]),
    }
}

fn transaction(input: Vec<TxIn>, output: Vec<TxOut>) -> Transaction {
    Transaction { version: Version::TWO, lock_time: LockTime::ZERO, input, output }
}

/// Looks at no signature: anyone may spend it.
fn script() -> ScriptBuf {
    ScriptBuf::builder().push_opcode(OP_2DROP).push_opcode(OP_TRUE).into_script()
}

fn random<const N: usize>(dice: &mut StdRng) -> [u8; N] {
    let mut bytes = [0; N];
    dice.fill(&mut bytes[..]);
    bytes
}
