//! Writes to the journal what the indexes tell: one task, in batches, so that a busy mempool costs a few transactions
//! a second. A slow disk slows the followers; a broken one loses entries rather than sight of the network.

use std::{sync::Arc, time::Duration};

use tokio::{sync::mpsc, time::sleep};

use crate::{index::Entry, metrics::Metrics, store::Journal, tasks::Tasks};

/// Where entries to remember are put.
pub type Outbox = mpsc::Sender<(Arc<str>, Vec<Entry>)>;

/// Tellings that may wait for the disk.
const WAITING: usize = 256;
/// How long entries are gathered before they are written.
const GATHERED: Duration = Duration::from_millis(50);
/// Entries in one batch at most, so that its memory is bounded.
const BATCH: usize = 10_000;
/// A locked database or a full disk may pass.
const ATTEMPTS: u32 = 3;

/// Starts the writer; it ends, with all written, once the tasks are to stop.
pub fn start(journal: Journal, metrics: &Arc<Metrics>, tasks: &Tasks) -> Outbox {
    let (outbox, mut inbox) = mpsc::channel(WAITING);
    let metrics = metrics.clone();
    let stop = tasks.stopping().clone();
    tasks.spawn("journal", async move {
        while !stop.is_cancelled() {
            let first = stop.run_until_cancelled(inbox.recv()).await.flatten();
            let Some(first) = first else { break };
            stop.run_until_cancelled(sleep(GATHERED)).await;
            write(&journal, gather(first, &mut inbox), &metrics).await;
        }
        inbox.close();
        while let Some(first) = inbox.recv().await {
            write(&journal, gather(first, &mut inbox), &metrics).await;
        }
        journal.close().await;
    });
    outbox
}

type Told = (Arc<str>, Vec<Entry>);

/// All that waits, joined by chain in its order.
fn gather(first: Told, inbox: &mut mpsc::Receiver<Told>) -> Vec<Told> {
    let mut size = first.1.len();
    let mut batches: Vec<Told> = vec![first];
    while size < BATCH {
        let Ok((chain, entries)) = inbox.try_recv() else { break };
        size += entries.len();
        match batches.iter_mut().find(|(known, _)| *known == chain) {
            Some((_, batch)) => batch.extend(entries),
            None => batches.push((chain, entries)),
        }
    }
    batches
}

async fn write(journal: &Journal, batches: Vec<Told>, metrics: &Metrics) {
    for (chain, entries) in batches {
        for attempt in 1..=ATTEMPTS {
            match journal.append(&chain, &entries).await {
                Ok(()) => break,
                Err(error) if attempt == ATTEMPTS => {
                    metrics.journal_lost(entries.len());
                    tracing::error!(%chain, %error, lost = entries.len(), "could not write to the journal");
                }
                Err(_) => sleep(GATHERED * attempt).await,
            }
        }
    }
}
