//! What nodes of different versions answered, and what must be read from it. The excerpts are transcribed from
//! public recordings, named beside each.
#![allow(clippy::unwrap_used, clippy::panic)]

use bitcoincore_rpc::bitcoin::{ScriptBuf, consensus::encode::serialize_hex};
use proptest::prelude::*;
use serde_json::value::RawValue;

use super::*;
use crate::{Feed, NodeStatus, TxIndex};

/// The first payment ever made (block 170), and its id.
const RAW: &str = "0100000001c997a5e56e104102fa209c6a852dd90660a20b2d9c352423edce25857fcd3704000000004847304402204e45e16932b8af514961a1d3a1a25fdf3f4f7732e9d624c6c61548ab5fb8cd410220181522ec8eca07de4860a4acdd12909d831cc56cbbac4622082221a8768d1d0901ffffffff0200ca9a3b00000000434104ae1a62fe09c5f51b13905f07f06b99a2f7159b2225f374cd378d71302fa28414e7aab37397f554a7df5f142c21c1b7303b8a0626f1baded5c72a704f7e6cd84cac00286bee0000000043410411db93e1dcdb8a016b49840f8c53bc1eb68a382e97b1482ecad7b148a6909a5cb2e0eaddfb84ccf9744464f82e160bfa9b8b64f9d4c03f999b8643f656b412a3ac00000000";
const ID: &str = "f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16";

/// The old Bitcoin developer reference, Core 0.13 (2016).
const CORE_0_13: &str = r#"{"size":554,"fee":0.00005540,"modifiedfee":0.00005540,"time":1479423327,"height":439430,
    "startingpriority":85074.91071428571,"currentpriority":3497174.4375,"descendantcount":1,"descendantsize":554,
    "descendantfees":5540,"ancestorcount":1,"ancestorsize":554,"ancestorfees":5540,"depends":[]}"#;
/// tatumio/docs, mainnet 2023 (Core 24 or so).
const CORE_24: &str = r#"{"vsize":151,"weight":602,"time":1682395086,"height":787063,"descendantcount":1,
    "descendantsize":151,"ancestorcount":2,"ancestorsize":1334,
    "wtxid":"a824488001981d130794c9982afb0aeab3cdef25b5b9505b50ded0724308e976",
    "fees":{"base":0.00000307,"modified":0.00000307,"ancestor":0.00002679,"descendant":0.00000307},
    "depends":["e17275ca632c7083ce2f36415d4a52eda928901624e90f104c51696bc3338379"],"spentby":[],
    "bip125-replaceable":true,"unbroadcast":false}"#;
/// An indexer's own test, mainnet 2026 (Core 29 or 30): mind the number.
const CORE_30: &str = r#"{"vsize":126,"weight":501,"time":1776144227,"height":946208,"ancestorcount":9,
    "fees":{"base":1.6E-7,"modified":1.6E-7,"ancestor":0.00000144,"descendant":0.00000201},
    "depends":["f7e985fafd576c63895a071121832377244366729b581509ed8b11f6b566cedf"],"unbroadcast":true}"#;
/// GetBlock-io/getblock-docs, mainnet 2026 (Core 31).
const CORE_31: &str = r#"{"vsize":141,"weight":561,"time":1789899404,"height":967816,"chunkweight":561,
    "fees":{"base":0.0001974,"modified":0.0001974,"ancestor":0.0001974,"descendant":0.0001974,"chunk":0.0001974},
    "depends":[],"spentby":[],"bip125-replaceable":true,"unbroadcast":false}"#;

fn answer(json: &str) -> Answer {
    Ok(RawValue::from_string(json.to_owned()).unwrap())
}

fn declined(code: i32) -> Answer {
    Err(Declined { code, message: "why".into() })
}

fn pending(entry: &str) -> Pending {
    let entry: Entry = required(answer(entry)).unwrap();
    entry.pending(ID.parse().unwrap(), RAW).unwrap()
}

#[test]
fn entries_of_each_version_are_read() {
    let facts = |entry| {
        let p = pending(entry);
        (p.fee, p.vsize, p.entered.as_second(), p.chunk_rate, p.unbroadcast)
    };
    assert_eq!(facts(CORE_0_13), (5_540, 554, 1_479_423_327, None, false));
    assert_eq!(facts(CORE_24), (307, 151, 1_682_395_086, None, false));
    assert_eq!(facts(CORE_30), (16, 126, 1_776_144_227, None, true));
    assert_eq!(facts(CORE_31), (19_740, 141, 1_789_899_404, Some(19_740.0 / 140.25), false));
}

#[test]
fn only_arrivals_with_parents_and_chunks_change_the_chunks_of_others() {
    let with_parent = CORE_31.replace(r#""depends":[]"#, &format!(r#""depends":["{ID}"]"#));
    let in_cluster = |entry: &str| required::<Entry>(answer(entry)).unwrap().has_parents_in_chunks();
    assert_eq!([CORE_24, CORE_31, &with_parent].map(in_cluster), [false, false, true]);
}

#[test]
fn a_transaction_tells_what_it_consumes_and_whom_it_pays() {
    let p = pending(CORE_24);
    let source = "0437cd7f8525ceed2324359c2d0ba26006d92d856a9c20fa0241106ee5a597c9".parse().unwrap();
    assert_eq!(p.claims, [Claim::outpoint(&source, 0)]);
    assert_eq!(p.pays.iter().map(|pay| pay.amount).collect::<Vec<_>>(), [1_000_000_000, 4_000_000_000]);
    assert_ne!(p.pays[0].to, p.pays[1].to);
    assert!(!p.signals_replacement);
    let signalling = RAW.replace("01ffffffff02", "01fdffffff02");
    let id = txid(&transaction(&signalling).unwrap().compute_txid());
    let entry: Entry = required(answer(CORE_24)).unwrap();
    assert!(entry.pending(id, &signalling).unwrap().signals_replacement);
}

#[test]
fn a_text_that_a_transaction_carries_is_kept_and_other_data_is_not() {
    // The first output's script is made one that only carries data.
    let carrying = |data: &str| {
        let mut tx = transaction(RAW).unwrap();
        tx.output[0].script_pubkey = ScriptBuf::from_hex(data).unwrap();
        note(&tx)
    };
    assert_eq!(carrying("6a0568656c6c6f").as_deref(), Some("hello"));
    assert_eq!(carrying("6a02ff00"), None);
    assert_eq!(carrying("6a"), None);
    assert_eq!(carrying("0568656c6c6f"), None);
    let long = format!("6a4d2c01{}", "c3a9".repeat(150));
    assert_eq!(carrying(&long).map(|text| text.len()), Some(MAX_NOTE));
    assert_eq!(note(&transaction(RAW).unwrap()), None);
}

#[test]
fn another_transaction_or_garbage_is_unreadable() {
    let entry: Entry = required(answer(CORE_24)).unwrap();
    let read = |id: &str, raw| entry.pending(id.parse().unwrap(), raw);
    assert!(matches!(read(&"11".repeat(32), RAW), Err(NodeError::Unreadable(_))));
    assert!(matches!(read(ID, &RAW[..80]), Err(NodeError::Unreadable(_))));
    assert!(matches!(read(ID, "zz"), Err(NodeError::Unreadable(_))));
}

#[test]
fn absent_is_not_failed() {
    assert_eq!(optional::<Hex32>(declined(-5)), Ok(None));
    assert!(matches!(optional::<Hex32>(declined(-1)), Err(NodeError::Unreadable(_))));
    assert!(matches!(optional::<Hex32>(answer("\"<html>\"")), Err(NodeError::Unreadable(_))));
    assert_eq!(lenient::<Hex32>(declined(-32601)), None);
}

fn poll(net: &str, pool: &str, chain: &str, index: Option<&str>) -> NodeStatus {
    let poll = Poll {
        chain: required(answer(chain)).unwrap(),
        pool: required(answer(pool)).unwrap(),
        net: required(answer(net)).unwrap(),
        index: index.and_then(|index| lenient(answer(index))),
    };
    poll.status(Feed::Push, None)
}

const CHAIN: &str = r#"{"chain":"main","blocks":900000,"headers":900001,"pruned":false,
    "bestblockhash":"00000000000000000024fb37364cbf81fd49cc2d51c09c75c35433c3a1945d04"}"#;
const NET: &str = r#"{"version":290000,"subversion":"/Satoshi:29.0.0/","connections":10,"relayfee":0.00001000,
    "incrementalfee":0.00001000}"#;

#[test]
fn rates_are_told_where_old_nodes_lack_them() {
    // bitcoin/bitcoin issue 16061, a node with a raised floor (2019).
    let raised = r#"{"size":4168,"bytes":2831662,"usage":9274704,"maxmempool":50000000,"mempoolminfee":0.00003249,
        "minrelaytxfee":0.00001000}"#;
    let status = poll(NET, raised, CHAIN, None);
    assert_eq!((status.mempool_min_rate, status.relay_min_rate, status.incremental_rate), (3.249, 1.0, 1.0));
    // Of 0.13: no floor of relay, no increment.
    let bare = r#"{"version":130000,"subversion":"/Satoshi:0.13.0/","connections":8,"relayfee":0.00005000}"#;
    let status = poll(bare, r#"{"size":1,"bytes":200,"usage":900,"mempoolminfee":0.0}"#, CHAIN, None);
    assert_eq!((status.mempool_min_rate, status.relay_min_rate, status.incremental_rate), (0.0, 5.0, 5.0));
    // Core 30 relays from 0.1 sat/vB.
    let low = r#"{"loaded":true,"size":1,"bytes":200,"mempoolminfee":0.000001,"minrelaytxfee":0.000001,
        "incrementalrelayfee":0.000001}"#;
    assert_eq!(poll(NET, low, CHAIN, None).relay_min_rate, 0.1);
}

#[test]
fn a_node_says_what_it_is() {
    let pool = r#"{"loaded":true,"size":0,"bytes":0,"mempoolminfee":0.00001}"#;
    let index = |index| poll(NET, pool, CHAIN, index).tx_index;
    assert_eq!(index(None), TxIndex::No);
    assert_eq!(index(Some("{}")), TxIndex::No);
    assert_eq!(index(Some(r#"{"txindex":{"synced":false,"best_block_height":7}}"#)), TxIndex::Building);
    assert_eq!(index(Some(r#"{"txindex":{"synced":true,"best_block_height":7}}"#)), TxIndex::Yes);
    assert!(!poll(NET, pool, CHAIN, None).syncing, "one header ahead is a block on its way");
    assert!(poll(NET, pool, &CHAIN.replace("900001", "900002"), None).syncing);
    let strange = NET.replace("/Satoshi:29.0.0/", &"\\u202e<b>\\n".repeat(90));
    assert_eq!(poll(&strange, pool, CHAIN, None).version, "<b>".repeat(33) + "<");
}

#[test]
fn mempools_are_read_with_and_without_a_number() {
    let with = format!(r#"{{"txids":["{ID}"],"mempool_sequence":7}}"#);
    let read = |json: &str| required::<PoolIds>(answer(json)).unwrap().split().unwrap();
    assert_eq!(read(&with), (vec![ID.parse().unwrap()], Some(7)));
    assert_eq!(read(&format!(r#"["{ID}"]"#)), (vec![ID.parse().unwrap()], None));
}

proptest! {
    #[test]
    fn every_amount_survives_its_way_through_json(sats in 0..=2_100_000_000_000_000_u64) {
        let plain = format!("{}.{:08}", sats / 100_000_000, sats % 100_000_000);
        let scientific = format!("{sats}E-8");
        for text in [plain, scientific] {
            prop_assert_eq!(required::<Sats>(answer(&text)), Ok(Sats(sats)));
        }
    }

    #[test]
    fn no_text_breaks_the_reading(text in ".{0,200}") {
        let json = serde_json::to_string(&text).unwrap();
        prop_assert!(required::<Entry>(answer(&json)).is_err());
        let _ = transaction(&text).map(|tx| serialize_hex(&tx));
        let _ = block_txs(&text);
    }
}
