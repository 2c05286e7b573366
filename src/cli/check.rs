//! `txwhy check`: what each node is, what it can't do, and what that costs the answers. Changes nothing anywhere.

use std::{
    io::{self, Write},
    process::ExitCode,
    sync::Arc,
};

use anyhow::anyhow;
use chains::{Feed, Kind, Lack, Meter, NodeReport, NodeStatus, TxIndex};
use txwhy::{config::Config, metrics::Metrics};

/// Asks every node, and shows.
pub async fn run(config: Config) -> anyhow::Result<ExitCode> {
    let metrics = Arc::new(Metrics::new()?);
    let mut usable = true;
    for chain in &config.chains {
        let meter: Arc<dyn Meter> = metrics.clone();
        let connected = chains::connect(chain.kind, chain.nodes.clone(), meter).map_err(|error| anyhow!(error))?;
        let reports = connected.check().await;
        usable &= reports.iter().all(|report| report.status.is_ok());
        let mut out = io::stdout().lock();
        for report in &reports {
            show(&mut out, &chain.name, chain.kind, report)?;
        }
    }
    Ok(if usable { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn show(out: &mut impl Write, chain: &str, kind: Kind, report: &NodeReport) -> io::Result<()> {
    match &report.status {
        Ok(status) => match kind {
            Kind::Bitcoin | Kind::Simulated => show_status(out, chain, &report.name, status)?,
            Kind::Evm { .. } => show_evm(out, chain, report, status)?,
        },
        Err(error) => writeln!(out, "{chain}/{}: {error}", report.name)?,
    }
    for lack in &report.lacks {
        writeln!(out, "  - {}", cost(*lack, kind))?;
    }
    writeln!(out)
}

fn show_status(out: &mut impl Write, chain: &str, name: &str, status: &NodeStatus) -> io::Result<()> {
    let sync = if status.syncing { "syncing" } else { "in sync" };
    let tx_index = match status.tx_index {
        TxIndex::No => "none",
        TxIndex::Building => "being built",
        TxIndex::Yes => "complete",
    };
    let feed = match status.feed {
        Feed::Push => "ZMQ",
        Feed::Poll => "polling, no ZMQ configured",
        Feed::PushLost => "polling, ZMQ configured but silent",
    };
    let version: String = status.version.chars().filter(|c| !c.is_control()).collect();
    writeln!(out, "{chain}/{name}: {version} on {}, {sync}", status.network)?;
    writeln!(out, "  headers {}, peers {}, txindex {tx_index}", status.headers, status.peers)?;
    writeln!(out, "  {}, changes by {feed}", if status.pruned { "pruned" } else { "not pruned" })?;
    writeln!(
        out,
        "  mempool takes from {} sat/vB (relay {}, replacement adds {})",
        status.mempool_min_rate, status.relay_min_rate, status.incremental_rate
    )
}

/// An EVM node has no mempool rates to tell, and not each says how many peers it has.
fn show_evm(out: &mut impl Write, chain: &str, report: &NodeReport, status: &NodeStatus) -> io::Result<()> {
    let sync = if status.syncing { "syncing" } else { "in sync" };
    let feed = match status.feed {
        Feed::Push => "newHeads",
        Feed::Poll => "polling",
        Feed::PushLost => "polling, no subscription to be had",
    };
    let version: String = status.version.chars().filter(|c| !c.is_control()).collect();
    writeln!(out, "{chain}/{}: {version} on chain {}, {sync}", report.name, status.network)?;
    writeln!(out, "  newest block {}, changes by {feed}", status.headers)?;
    let can: Vec<&str> =
        ABILITIES.iter().filter(|(lack, _)| !report.lacks.contains(lack)).map(|(_, can)| *can).collect();
    if can.is_empty() { Ok(()) } else { writeln!(out, "  tells {}", can.join(", ")) }
}

/// What a node tells that doesn't lack it.
const ABILITIES: [(Lack, &str); 5] = [
    (Lack::NoPool, "a sender's waiting transactions"),
    (Lack::NoSenderAndNonce, "who used a nonce"),
    (Lack::NoTrace, "why a transaction failed"),
    (Lack::NoFinality, "which blocks are safe and final"),
    (Lack::NoBlockReceipts, "a block's receipts at once"),
];

fn cost(lack: Lack, kind: Kind) -> &'static str {
    match lack {
        Lack::NoPush if matches!(kind, Kind::Evm { .. }) => {
            "plain HTTP: new blocks are known some two seconds late (a ws:// address, or the node's local socket)"
        }
        Lack::PushSilent if matches!(kind, Kind::Evm { .. }) => {
            "it takes no subscription: new blocks are asked for every two seconds"
        }
        Lack::NoTxIndex => {
            "no txindex: a transaction older than the last 288 blocks can't be told from one that never was (txindex=1)"
        }
        Lack::TxIndexBuilding => {
            "txindex is being built: until it is complete, an old transaction may be called unknown"
        }
        Lack::Pruned => "pruned: blocks that it no longer has can't be made up for after a long outage",
        Lack::NoPush => {
            "no ZMQ configured: a transaction that comes and goes within seconds stays unseen, and reasons for leaving \
             are less sure (zmqpubsequence, and `zmq` in the configuration)"
        }
        Lack::PushSilent => {
            "ZMQ is configured and nothing comes: changes are polled meanwhile (does zmqpubsequence match `zmq`?)"
        }
        Lack::NoChunkRates => "before Core 31: the rate that a package is mined at is computed here, not by the node",
        Lack::NoOrphans => {
            "no getorphantxs (before Core 29): a transaction that waits for its parents looks like one never seen"
        }
        Lack::NoSpendingPrevout => {
            "no gettxspendingprevout (before Core 24): who replaced a transaction is known only if we saw it happen"
        }
        Lack::Syncing => "still downloading the chain: it doesn't know the present, so answers say that we can't know",
        Lack::NoPeers => "no peers: it knows only what was given to it, and nobody hears what it sends",
        Lack::NoPool => "no txpool_*: a sender's earlier transactions can't be named, and gaps are concluded",
        Lack::NoSenderAndNonce => {
            "no eth_getTransactionBySenderAndNonce: who used a nonce is found only as far back as the node keeps state"
        }
        Lack::NoTrace => "no debug_traceTransaction: why a transaction failed is likely, not certain",
        Lack::NoFinality => "no safe and finalized blocks: only confirmations are counted",
        Lack::NoBlockReceipts => "no eth_getBlockReceipts: receipts are fetched one by one",
        Lack::OldVersion => "older than what txwhy is tested with (Core 25): answers may be incomplete",
    }
}
