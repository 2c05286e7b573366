//! The node's `sequence` publisher: each change of its mempool and of its chain, in order, and whether one is
//! missing. Says when the connection comes and goes; doesn't know what the changes mean, and remembers none.

use std::{convert::Infallible, time::Duration};

use futures_util::StreamExt;
use tokio::{
    sync::mpsc::{Receiver, Sender, channel},
    time::{sleep, timeout},
};
use zeromq::{Socket, SocketEvent, SocketOptions, SocketRecv, SubSocket, ZmqMessage};

use crate::{BlockHash, TxId};

/// Changes kept while the mempool is being fetched. A full queue stops the reading, so that the node drops what
/// comes next, the counter shows it, and all is fetched anew: memory stays bounded.
const KEPT: usize = 100_000;
const TOPIC: &str = "sequence";
const CONNECT_LIMIT: Duration = Duration::from_secs(5);
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

/// What is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// Connected; what was published before is unheard.
    Connected,
    /// Not connected, or no more.
    Lost,
    /// Messages are missing before the next one.
    Gap,
    /// A change.
    Change(Change),
}

/// One message of the topic `sequence`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Into the mempool, with the mempool's sequence number.
    Added(TxId, u64),
    /// Out of it, other than through a block.
    Removed(TxId, u64),
    /// A block joined the best chain.
    Connected(BlockHash),
    /// A block left it.
    Disconnected(BlockHash),
}

/// What to listen to, and the work that fills it: run it beside, it never ends.
pub(super) fn listen(address: String) -> (Receiver<Heard>, impl Future<Output = Infallible>) {
    let (sender, receiver) = channel(KEPT);
    (receiver, read_forever(address, sender))
}

async fn read_forever(address: String, to: Sender<Heard>) -> Infallible {
    let mut pause = FIRST_PAUSE;
    loop {
        if let Some(socket) = connect(&address).await {
            pause = FIRST_PAUSE;
            read(socket, &to).await;
        }
        // Nobody listening any more means that this future is about to be dropped as well.
        let _ = to.send(Heard::Lost).await;
        sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

async fn connect(address: &str) -> Option<SubSocket> {
    let mut options = SocketOptions::default();
    options.connect_timeout(CONNECT_LIMIT);
    let mut socket = SubSocket::with_options(options);
    timeout(CONNECT_LIMIT, socket.connect(address)).await.ok()?.ok()?;
    Some(socket)
}

/// Reads until the connection ends. The crate would connect again by itself, but silently: what was published
/// meanwhile would be missed without a word, so a lost connection is given up and made anew here.
async fn read(mut socket: SubSocket, to: &Sender<Heard>) {
    let mut events = socket.monitor();
    if socket.subscribe(TOPIC).await.is_err() || to.send(Heard::Connected).await.is_err() {
        return;
    }
    let mut counter = Counter::default();
    loop {
        let message = tokio::select! {
            message = socket.recv() => message,
            event = events.next() => match event {
                Some(SocketEvent::Disconnected(_)) | None => return,
                Some(_) => continue,
            },
        };
        let Ok(message) = message else { return };
        let Some((change, count)) = parse(&message) else { continue };
        if counter.missed(count) && to.send(Heard::Gap).await.is_err() {
            return;
        }
        if to.send(Heard::Change(change)).await.is_err() {
            return;
        }
    }
}

/// The topic's message counter: the only thing that tells loss, as the mempool's own sequence number rises
/// for mined transactions as well.
#[derive(Default)]
struct Counter(Option<u32>);

impl Counter {
    /// Whether messages are missing before the one numbered `count`.
    fn missed(&mut self, count: u32) -> bool {
        let missed = self.0.is_some_and(|last| last.wrapping_add(1) != count);
        self.0 = Some(count);
        missed
    }
}

fn parse(message: &ZmqMessage) -> Option<(Change, u32)> {
    let (topic, body, count) = (message.get(0)?, message.get(1)?, message.get(2)?);
    if topic.as_ref() != TOPIC.as_bytes() {
        return None;
    }
    Some((parse_body(body)?, u32::from_le_bytes(count.as_ref().try_into().ok()?)))
}

/// 32 bytes of hash, in the order of RPC; a letter; and for `A` and `R` the mempool's sequence number (u64 LE).
/// Source: doc/zmq.md of Bitcoin Core.
fn parse_body(body: &[u8]) -> Option<Change> {
    let (hash, rest) = body.split_first_chunk::<32>()?;
    let (label, rest) = rest.split_first()?;
    let sequence = || Some(u64::from_le_bytes(rest.try_into().ok()?));
    match label {
        b'A' => Some(Change::Added(TxId(*hash), sequence()?)),
        b'R' => Some(Change::Removed(TxId(*hash), sequence()?)),
        b'C' if rest.is_empty() => Some(Change::Connected(BlockHash(*hash))),
        b'D' if rest.is_empty() => Some(Change::Disconnected(BlockHash(*hash))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn body(label: u8, sequence: Option<u64>) -> Vec<u8> {
        let mut body = vec![7; 32];
        body.push(label);
        body.extend(sequence.iter().flat_map(|number| number.to_le_bytes()));
        body
    }

    #[test]
    fn each_label_is_read() {
        assert_eq!(parse_body(&body(b'A', Some(258))), Some(Change::Added(TxId([7; 32]), 258)));
        assert_eq!(parse_body(&body(b'R', Some(1))), Some(Change::Removed(TxId([7; 32]), 1)));
        assert_eq!(parse_body(&body(b'C', None)), Some(Change::Connected(BlockHash([7; 32]))));
        assert_eq!(parse_body(&body(b'D', None)), Some(Change::Disconnected(BlockHash([7; 32]))));
    }

    #[test]
    fn what_is_not_a_change_is_passed_over() {
        for wrong in [body(b'A', None), body(b'C', Some(1)), body(b'X', None), vec![7; 32], vec![]] {
            assert_eq!(parse_body(&wrong), None);
        }
        let message = |topic: &str| {
            let mut message = ZmqMessage::from(topic);
            message.push_back(body(b'A', Some(1)).into());
            message.push_back(vec![2, 1, 0, 0].into());
            message
        };
        assert_eq!(parse(&message("hashtx")), None);
        assert_eq!(parse(&message("sequence")), Some((Change::Added(TxId([7; 32]), 1), 258)));
        assert_eq!(parse(&ZmqMessage::from("sequence")), None);
    }

    #[test]
    fn a_gap_is_told_once_and_a_restart_is_a_gap() {
        let mut counter = Counter::default();
        let told: Vec<_> = [5, 6, 8, 9, 0, 1].map(|count| counter.missed(count)).into();
        assert_eq!(told, [false, false, true, false, true, false]);
        let mut counter = Counter(Some(u32::MAX));
        assert!(!counter.missed(0), "the counter wraps");
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_passed_over(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            if let Some(change) = parse_body(&bytes) {
                let length = match change {
                    Change::Added(..) | Change::Removed(..) => 41,
                    Change::Connected(_) | Change::Disconnected(_) => 33,
                };
                prop_assert_eq!(bytes.len(), length);
            }
        }
    }
}
