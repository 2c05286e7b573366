//! The journal on real files: what was told comes back, after a close, a kill, a newer schema, a full or read-only disk.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::{
    io::{BufRead, BufReader, Read as _},
    process::{Command, Stdio},
};

use chains::{Claim, Payment, TxId};
use proptest::prelude::*;
use sqlx::Executor as _;

use super::*;
use crate::{
    diagnose::Congestion,
    history::{Figures, Mark, Rates, Replaced, Span},
    incidents::{Event, Gauge, Impact, IncidentKind, What},
    index::Why,
};

const CHAIN: &str = "bitcoin";

fn tx(n: u64) -> TxId {
    let mut id = [0; 32];
    // Spread over the table as real ids are.
    id[..8].copy_from_slice(&n.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    id[24..].copy_from_slice(&n.to_be_bytes());
    TxId(id)
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

fn record(n: u64) -> Record {
    Record {
        id: tx(n),
        first_seen: at(n as i64),
        entered: at(n as i64),
        fee: 1_000 + n,
        vsize: 141,
        effective_rate: 7.5,
        claims: vec![Claim::outpoint(&tx(n + 1_000_000), 1)],
        pays: vec![Payment { to: n, amount: 50_000 }, Payment { to: u64::MAX, amount: 1 }],
    }
}

fn waiting(n: u64) -> Entry {
    Entry::Waiting(Box::new(record(n)))
}

fn left(n: u64, second: i64, why: Why) -> Entry {
    Entry::Left(Box::new(record(n)), Leaving { at: at(second), certain: true, why })
}

async fn in_memory() -> Journal {
    Journal::open("sqlite::memory:").await.unwrap()
}

fn url(dir: &tempfile::TempDir) -> String {
    format!("sqlite://{}", dir.path().join("journal.db").display())
}

async fn ids(journal: &Journal) -> Vec<(TxId, bool)> {
    journal.load(CHAIN).await.unwrap().into_iter().map(|(record, leaving)| (record.id, leaving.is_some())).collect()
}

#[tokio::test]
async fn the_last_entry_about_a_transaction_counts() {
    let journal = in_memory().await;
    journal.append(CHAIN, &[waiting(1), waiting(2), waiting(3), Entry::Included(tx(2))]).await.unwrap();
    journal.append(CHAIN, &[left(1, 90, Why::Open), left(1, 90, Why::ReplacedBy(tx(3)))]).await.unwrap();
    assert_eq!(ids(&journal).await, [(tx(3), false), (tx(1), true)]);
    let (kept, leaving) = journal.get(CHAIN, &tx(1)).await.unwrap().unwrap();
    assert_eq!(kept, record(1));
    assert_eq!(leaving, Leaving { at: at(90), certain: true, why: Why::ReplacedBy(tx(3)) });
    // It came back: no departure any more.
    journal.append(CHAIN, &[waiting(1)]).await.unwrap();
    assert_eq!(journal.get(CHAIN, &tx(1)).await.unwrap(), None);
    assert_eq!(journal.get(CHAIN, &tx(9)).await.unwrap(), None);
}

#[tokio::test]
async fn chains_do_not_mix() {
    let journal = in_memory().await;
    journal.append(CHAIN, &[left(1, 5, Why::Unknown)]).await.unwrap();
    journal.append("signet", &[waiting(1)]).await.unwrap();
    assert!(journal.get(CHAIN, &tx(1)).await.unwrap().is_some());
    assert!(journal.get("signet", &tx(1)).await.unwrap().is_none());
    journal.append("signet", &[Entry::Included(tx(1))]).await.unwrap();
    assert_eq!(ids(&journal).await, [(tx(1), true)]);
}

#[tokio::test]
async fn the_earliest_sighting_stays() {
    let journal = in_memory().await;
    let (mut later, mut earlier) = (record(1), record(1));
    later.first_seen = at(500);
    later.entered = at(500);
    earlier.first_seen = at(100);
    for seen in [&earlier, &later] {
        journal.append(CHAIN, &[Entry::Waiting(Box::new(seen.clone()))]).await.unwrap();
    }
    let (kept, _) = journal.load(CHAIN).await.unwrap().remove(0);
    assert_eq!((kept.first_seen, kept.entered), (at(100), at(500)));
}

#[tokio::test]
async fn load_gives_the_newest_departures_and_every_waiting_one() {
    let journal = in_memory().await;
    let most = i64::from(RECENT);
    let departures: Vec<_> = (0..most + 5).map(|n| left(n as u64, n, Why::Unknown)).collect();
    journal.append(CHAIN, &departures).await.unwrap();
    let waiting: Vec<_> = (50_000..50_000 + PAGE as u64 + 3).map(waiting).collect();
    journal.append(CHAIN, &waiting).await.unwrap();
    let loaded = journal.load(CHAIN).await.unwrap();
    let departed: Vec<_> =
        loaded.iter().filter_map(|(_, leaving)| leaving.as_ref()).map(|leaving| leaving.at).collect();
    assert_eq!(loaded.len() - departed.len(), waiting.len());
    assert_eq!(departed.len() as i64, most);
    assert_eq!((departed[0], departed[departed.len() - 1]), (at(most + 4), at(5)));
    // Older ones are still found one by one.
    assert!(journal.get(CHAIN, &tx(0)).await.unwrap().is_some());
}

#[tokio::test]
async fn prune_forgets_what_is_old_and_what_is_too_much() {
    let journal = in_memory().await;
    let departures: Vec<_> = (0..100).map(|n| left(n, n as i64, Why::Unknown)).collect();
    journal.append(CHAIN, &departures).await.unwrap();
    journal.append(CHAIN, &[waiting(500), waiting(600)]).await.unwrap();
    assert_eq!(journal.prune(at(10)).await.unwrap(), 10);
    assert_eq!(journal.prune_to(at(10), 30).await.unwrap(), 60);
    assert_eq!(journal.prune(at(600)).await.unwrap(), 31);
    assert_eq!(ids(&journal).await, [(tx(600), false)]);
    assert_eq!(journal.prune(at(600)).await.unwrap(), 0);
}

#[tokio::test]
async fn pruning_shrinks_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let journal = Journal::open(&url(&dir)).await.unwrap();
    journal.append(CHAIN, &(0..20_000).map(waiting).collect::<Vec<_>>()).await.unwrap();
    let pages = async || {
        let row = sqlx::query("PRAGMA page_count").fetch_one(&journal.pool).await.unwrap();
        row.try_get::<i64, _>(0).unwrap()
    };
    let before = pages().await;
    assert_eq!(journal.prune(at(1_000_000)).await.unwrap(), 20_000);
    assert!(pages().await < before / 10, "{before} pages before");
}

#[tokio::test]
async fn opening_again_finds_everything_without_a_close() {
    let dir = tempfile::tempdir().unwrap();
    let first = Journal::open(&url(&dir)).await.unwrap();
    first.append(CHAIN, &[waiting(1), left(2, 7, Why::Evicted { min_rate: 1.5 })]).await.unwrap();
    let second = Journal::open(&url(&dir)).await.unwrap();
    assert_eq!(ids(&second).await, [(tx(1), false), (tx(2), true)]);
}

#[tokio::test]
async fn several_chains_write_at_the_same_time() {
    let dir = tempfile::tempdir().unwrap();
    let journal = Journal::open(&url(&dir)).await.unwrap();
    let chains = ["main", "signet", "testnet4", "regtest", "other"];
    let mut writers = tokio::task::JoinSet::new();
    for chain in chains {
        let journal = journal.clone();
        writers.spawn(async move {
            for batch in 0..20 {
                let entries: Vec<_> = (batch * 100..(batch + 1) * 100).map(waiting).collect();
                journal.append(chain, &entries).await.unwrap();
                journal.prune(at(-1)).await.unwrap();
            }
        });
    }
    while let Some(done) = writers.join_next().await {
        done.unwrap();
    }
    for chain in chains {
        assert_eq!(journal.load(chain).await.unwrap().len(), 2_000, "{chain}");
    }
}

/// Runs itself again as a child that writes without end and says after each commit how far it is, and kills it.
#[tokio::test]
async fn what_was_committed_survives_a_kill() {
    const ADDRESS: &str = "TXWHY_TEST_JOURNAL";
    const BATCH: u64 = 50;
    if let Ok(url) = std::env::var(ADDRESS) {
        let journal = Journal::open(&url).await.unwrap();
        for batch in 0.. {
            let entries: Vec<_> = (batch * BATCH..(batch + 1) * BATCH).map(waiting).collect();
            journal.append(CHAIN, &entries).await.unwrap();
            std::io::Write::write_all(&mut std::io::stdout(), format!("\ncommitted {batch}\n").as_bytes()).unwrap();
        }
    }
    let dir = tempfile::tempdir().unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "store::tests::what_was_committed_survives_a_kill", "--nocapture"])
        .env(ADDRESS, url(&dir))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while !line.starts_with("committed 20") {
        line.clear();
        assert_ne!(said.read_line(&mut line).unwrap(), 0, "the child ended by itself");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let mut rest = String::new();
    said.read_to_string(&mut rest).unwrap();
    let last: u64 = rest.lines().rev().find_map(|line| line.strip_prefix("committed ")?.parse().ok()).unwrap_or(20);
    let found = ids(&Journal::open(&url(&dir)).await.unwrap()).await.len() as u64;
    // Whole batches: all that were announced, and perhaps one that was killed before it could be.
    assert!(found == (last + 1) * BATCH || found == (last + 2) * BATCH, "{found} rows after batch {last}");
}

#[tokio::test]
async fn a_newer_schema_is_refused_by_name() {
    let dir = tempfile::tempdir().unwrap();
    let journal = Journal::open(&url(&dir)).await.unwrap();
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                 VALUES (99, 'later', TRUE, x'00', 0)";
    journal.pool.execute(newer).await.unwrap();
    journal.close().await;
    let error = Journal::open(&url(&dir)).await.unwrap_err();
    assert!(matches!(error, Error::Newer { found: 99, known: 3 }), "{error}");
}

#[tokio::test]
async fn a_schema_that_is_not_ours_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let journal = Journal::open(&url(&dir)).await.unwrap();
    journal.pool.execute("UPDATE _sqlx_migrations SET checksum = x'00'").await.unwrap();
    journal.close().await;
    let error = Journal::open(&url(&dir)).await.unwrap_err();
    assert!(matches!(error, Error::Schema(MigrateError::VersionMismatch(1))), "{error}");
    std::fs::write(dir.path().join("journal.db"), "no database at all, but a text of some length").unwrap();
    let error = Journal::open(&url(&dir)).await.unwrap_err();
    assert!(error.to_string().contains("not a database"), "{error}");
}

#[tokio::test]
async fn a_full_disk_is_an_error_and_changes_nothing() {
    let journal = in_memory().await;
    journal.append(CHAIN, &[waiting(1)]).await.unwrap();
    journal.pool.execute("PRAGMA max_page_count = 20").await.unwrap();
    let many: Vec<_> = (2..5_000).map(waiting).collect();
    let error = journal.append(CHAIN, &many).await.unwrap_err();
    assert!(error.to_string().contains("full"), "{error}");
    assert_eq!(ids(&journal).await, [(tx(1), false)]);
    journal.append(CHAIN, &[waiting(2)]).await.unwrap();
}

#[tokio::test]
async fn a_read_only_journal_can_be_read_and_says_why_not_written() {
    let dir = tempfile::tempdir().unwrap();
    Journal::open(&url(&dir)).await.unwrap().append(CHAIN, &[waiting(1)]).await.unwrap();
    let journal = Journal::open(&format!("{}?mode=ro", url(&dir))).await.unwrap();
    let error = journal.append(CHAIN, &[waiting(2)]).await.unwrap_err();
    assert!(error.to_string().contains("readonly"), "{error}");
    assert_eq!(ids(&journal).await, [(tx(1), false)]);
}

#[tokio::test]
async fn bad_addresses_are_errors() {
    assert!(matches!(Journal::open("no address").await, Err(Error::Address(_))));
    assert!(matches!(Journal::open("postgres://user:secret@host/db").await, Err(Error::Unsupported(_))));
    let missing = Journal::open("sqlite:///no/such/folder/journal.db").await.unwrap_err();
    assert!(matches!(missing, Error::File { .. }), "{missing}");
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let journal = Journal::open(&url(&dir)).await.unwrap();
    journal.append(CHAIN, &[waiting(1)]).await.unwrap();
    for file in ["journal.db", "journal.db-wal"] {
        let mode = std::fs::metadata(dir.path().join(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
}

#[tokio::test]
async fn a_damaged_row_is_left_out_and_the_rest_is_loaded() {
    let journal = in_memory().await;
    journal.append(CHAIN, &[left(1, 1, Why::Unknown), left(2, 2, Why::Unknown)]).await.unwrap();
    journal.pool.execute("UPDATE journal SET claims = x'07' WHERE fee = 1001").await.unwrap();
    assert_eq!(ids(&journal).await, [(tx(2), true)]);
    assert!(matches!(journal.get(CHAIN, &tx(1)).await, Err(Error::Damaged("claims"))));
}

fn any_why() -> impl Strategy<Value = Why> {
    let id = any::<[u8; 32]>().prop_map(TxId);
    prop_oneof![
        Just(Why::Open),
        id.clone().prop_map(Why::ReplacedBy),
        id.clone().prop_map(Why::DoubleSpentBy),
        id.prop_map(Why::AncestorGone),
        (0.0..1e6).prop_map(|min_rate| Why::Evicted { min_rate }),
        any::<Option<u32>>().prop_map(|after_hours| Why::Expired { after_hours }),
        Just(Why::Unknown),
    ]
}

fn any_time() -> impl Strategy<Value = Timestamp> {
    (Timestamp::MIN.as_microsecond()..Timestamp::MAX.as_microsecond())
        .prop_map(|micros| Timestamp::from_microsecond(micros).unwrap())
}

prop_compose! {
    fn any_record()(
        id in any::<[u8; 32]>(), first_seen in any_time(), entered in any_time(), fee in any::<u64>(),
        vsize in any::<u32>(), effective_rate in 0.0..1e9,
        claims in prop::collection::vec(prop::collection::vec(any::<u8>(), 36), 0..5),
        pays in prop::collection::vec(any::<(u64, u64)>(), 0..5),
    ) -> Record {
        let claims = claims.into_iter().map(|bytes| Claim(bytes.try_into().unwrap())).collect();
        let pays = pays.into_iter().map(|(to, amount)| Payment { to, amount }).collect();
        Record { id: TxId(id), first_seen, entered, fee, vsize, effective_rate, claims, pays }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_told_comes_back(
        entries in prop::collection::btree_map(
            any::<[u8; 32]>(),
            (any_record(), prop::option::of((any_time(), any::<bool>(), any_why()))),
            1..80,
        ),
    ) {
        let told: Vec<(Record, Option<Leaving>)> = entries
            .into_iter()
            .map(|(id, (record, leaving))| {
                let leaving = leaving.map(|(at, certain, why)| Leaving { at, certain, why });
                (Record { id: TxId(id), ..record }, leaving)
            })
            .collect();
        let entries: Vec<Entry> = told
            .iter()
            .map(|(record, leaving)| match leaving {
                None => Entry::Waiting(Box::new(record.clone())),
                Some(leaving) => Entry::Left(Box::new(record.clone()), leaving.clone()),
            })
            .collect();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let mut loaded = runtime.block_on(async {
            let journal = in_memory().await;
            journal.append(CHAIN, &entries).await.unwrap();
            journal.load(CHAIN).await.unwrap()
        });
        loaded.sort_by_key(|(record, _)| record.id);
        prop_assert_eq!(loaded, told);
    }

    #[test]
    fn no_bytes_break_the_unpacking(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Some(claims) = blobs::unpack_claims(&bytes) {
            prop_assert_eq!(blobs::pack_claims(&claims), bytes.clone());
        }
        if let Some(pays) = blobs::unpack_pays(&bytes) {
            prop_assert_eq!(blobs::pack_pays(&pays), bytes);
        }
    }
}

fn span(from: i64, span: Span, congestion: Congestion) -> Mark {
    let figures = Figures {
        congestion,
        fees: Some(Rates { fast: 9.5, normal: 4.0, slow: 1.0 }),
        waiting: None,
        height: 900_000,
        blocks: 2,
        pause_s: 611.5,
    };
    let figures = (congestion != Congestion::Unknown).then_some(figures);
    Mark { from: at(from), span, seen_s: 59.5, figures, nodes: 1 }
}

#[tokio::test]
async fn history_comes_back_as_it_was_and_thinned_as_it_is_told() {
    let journal = in_memory().await;
    let marks: Vec<Mark> =
        Congestion::ALL.iter().zip(0..).map(|(c, minute)| span(minute * 60 - 40, Span::Minute, *c)).collect();
    journal.remember(CHAIN, &marks).await.unwrap();
    journal.remember("other", &marks[..1]).await.unwrap();
    assert_eq!(journal.history(CHAIN).await.unwrap(), marks);
    // A minute that goes on after a restart is written over.
    let more = Mark { seen_s: 60.0, ..marks[0] };
    journal.remember(CHAIN, &[more]).await.unwrap();
    assert_eq!(journal.history(CHAIN).await.unwrap()[0], more);
    let quarter = span(-40, Span::Quarter, Congestion::Busy);
    let replaced = Replaced { from: quarter.from, to: quarter.to(), by: Some(quarter) };
    journal.replace(CHAIN, &[replaced]).await.unwrap();
    assert_eq!(journal.history(CHAIN).await.unwrap(), [quarter]);
    journal.replace(CHAIN, &[Replaced { by: None, ..replaced }]).await.unwrap();
    assert_eq!(journal.history(CHAIN).await.unwrap(), []);
    assert_eq!(journal.history("other").await.unwrap().len(), 1);
    // A damaged row hides itself alone.
    journal.remember(CHAIN, &marks[..2]).await.unwrap();
    journal
        .pool
        .execute("UPDATE history SET span_s = 7 WHERE from_s = (SELECT MIN(from_s) FROM history)")
        .await
        .unwrap();
    assert_eq!(journal.history(CHAIN).await.unwrap(), &marks[1..2]);
}

#[tokio::test]
async fn incidents_come_back_event_by_event() {
    let journal = in_memory().await;
    let event = |what| Event { incident: "bitcoin-slow_blocks-1".into(), at: at(5), what };
    let gauge = Gauge { impact: Impact::Minor, figure: Some(3_700.0), usual: None };
    let opened = What::Opened { kind: IncidentKind::SlowBlocks, started: at(1), gauge, simulated: true };
    let worse = What::Worsened(Gauge { impact: Impact::Critical, figure: None, usual: Some(1.0) });
    let events = [event(opened), event(worse), event(What::Noted("Pools say so too.".into())), event(What::Closed)];
    journal.add(CHAIN, &events).await.unwrap();
    journal.add("other", &events[..1]).await.unwrap();
    let (numbers, read): (Vec<i64>, Vec<Option<Event>>) =
        journal.incidents(CHAIN, 0).await.unwrap().into_iter().unzip();
    assert_eq!(read.into_iter().flatten().collect::<Vec<_>>(), events);
    let later = journal.incidents(CHAIN, numbers[2]).await.unwrap();
    assert_eq!(later.len(), 1, "only what is new");
    // A damaged row hides itself alone.
    journal.pool.execute("UPDATE incident_events SET what = 'eaten' WHERE what = 'worsened'").await.unwrap();
    let left = journal.incidents(CHAIN, 0).await.unwrap();
    assert_eq!(left.iter().map(|(_, event)| event.is_some()).collect::<Vec<_>>(), [true, false, true, true]);
    assert_eq!(journal.chain_of("bitcoin-slow_blocks-1").await.unwrap().as_deref(), Some(CHAIN));
    assert_eq!(journal.chain_of("nothing").await.unwrap(), None);
    assert_eq!(journal.troubled_chains().await.unwrap(), [CHAIN, "other"]);
}

#[tokio::test]
async fn the_newest_opinions_are_kept() {
    let journal = Journal::open("sqlite::memory:").await.unwrap();
    let opinion = |n: u64, comment: Option<&str>| Feedback {
        at: Timestamp::from_second(1_800_000_000 + n as i64).unwrap(),
        id: tx(n),
        cause: "settled".into(),
        lang: "zh-CN".into(),
        helpful: n.is_multiple_of(2),
        comment: comment.map(str::to_owned),
    };
    for n in 0..6 {
        journal.hear_to(&opinion(n, (n == 5).then_some("谢谢")), 3).await.unwrap();
    }
    let expected = [opinion(5, Some("谢谢")), opinion(4, None), opinion(3, None)];
    assert_eq!(journal.heard(10).await.unwrap(), expected);
    assert_eq!(journal.heard(1).await.unwrap(), expected[..1]);
}
