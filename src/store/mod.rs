//! The journal: which transactions waited with us and how those that left did so, how each network was, and what became
//! of its incidents, across restarts and a kill -9. SQLite by default, over statements that other databases understand
//! as well. Decides nothing.

use std::{collections::BTreeMap, io};

use chains::TxId;
use jiff::Timestamp;
use sqlx::{AnyPool, AssertSqlSafe, Executor as _, Row as _, any::AnyRow, migrate::MigrateError};

use crate::index::{Entry, Leaving, Record};

mod blobs;
mod feedback;
mod history;
mod incidents;
mod rows;
mod sqlite;
#[cfg(test)]
mod tests;

pub use feedback::{Feedback, MOST_FEEDBACK};

/// Departures that [`Journal::load`] gives back at most; older ones are found with [`Journal::get`].
pub const RECENT: u32 = 20_000;

/// Departures that [`Journal::prune`] leaves, however young they are: some 500 MB at a few hundred bytes each. Without
/// a bound, anyone who can pay for replacements could fill the disk within the retention.
pub const MOST_DEPARTURES: u32 = 2_000_000;

/// Rows read, or deleted in one transaction, at a time: nobody waits long for the disk or holds much memory.
const PAGE: i64 = 10_000;

/// An open journal. Clones share it.
#[derive(Clone, Debug)]
pub struct Journal {
    pool: AnyPool,
}

/// Why the journal can't be opened, read or written. None of it names a password: only the URL's file is shown.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The URL is not one.
    #[error("the journal's address can't be read: {0}")]
    Address(String),
    /// No driver for such a database in this program.
    #[error("no support for {0}:// journals; use sqlite://FILE")]
    Unsupported(String),
    /// The file can't be made.
    #[error("can't create the journal {file}: {error}")]
    File {
        /// Which.
        file: String,
        /// Why not.
        error: io::Error,
    },
    /// It was written by a newer version of the program.
    #[error("the journal was written by a newer version of txwhy (schema {found}, this one knows {known})")]
    Newer {
        /// The schema's number there.
        found: i64,
        /// The newest one known here.
        known: i64,
    },
    /// Its schema is not ours, or can't be brought up to date.
    #[error("the journal's schema can't be brought up to date: {0}")]
    Schema(MigrateError),
    /// The database failed: disk full, read-only, locked by another program.
    #[error("the journal can't be used: {0}")]
    Database(#[from] sqlx::Error),
    /// A row holds what no version of the program writes.
    #[error("a row of the journal is damaged: {0}")]
    Damaged(&'static str),
}

impl Journal {
    /// Opens the journal, made if there is none (readable by its owner alone), and brings its schema up to date.
    /// `sqlite://FILE`, or `sqlite::memory:` for one that ends with the process.
    pub async fn open(url: &str) -> Result<Self, Error> {
        let pool = sqlite::connect(url).await?;
        sqlite::SCHEMA.run(&pool).await.map_err(schema_error)?;
        Ok(Self { pool })
    }

    /// Ends it after what is under way. A process that doesn't loses nothing but the tidying up.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// Writes what an index told, in one transaction. Of several entries about one transaction the last one counts.
    pub async fn append(&self, chain: &str, entries: &[Entry]) -> Result<(), Error> {
        if entries.is_empty() {
            return Ok(());
        }
        let (kept, forgotten) = last_words(entries);
        let mut db = self.pool.begin().await?;
        rows::upsert(&mut db, chain, &kept).await?;
        rows::forget(&mut db, chain, &forgotten).await?;
        db.commit().await?;
        Ok(())
    }

    /// What an index is to be restored from: everything that waited, and the newest [`RECENT`] departures. A damaged
    /// row is left out, and counted in the log.
    pub async fn load(&self, chain: &str) -> Result<Vec<(Record, Option<Leaving>)>, Error> {
        let mut records = Vec::new();
        let mut damaged = 0;
        let mut after = Vec::new();
        loop {
            let page = rows::select("chain = $1 AND left_at IS NULL AND id > $2 ORDER BY id LIMIT $3");
            let page = sqlx::query(page).bind(chain).bind(after).bind(PAGE).fetch_all(&self.pool).await?;
            let Some(last) = page.last() else { break };
            after = last.try_get(0)?;
            damaged += read_into(&mut records, &page);
        }
        let recent = rows::select("chain = $1 AND left_at IS NOT NULL ORDER BY left_at DESC LIMIT $2");
        let recent = sqlx::query(recent).bind(chain).bind(i64::from(RECENT)).fetch_all(&self.pool).await?;
        damaged += read_into(&mut records, &recent);
        if damaged > 0 {
            tracing::warn!(chain, damaged, "left out rows of the journal that can't be read");
        }
        Ok(records)
    }

    /// A transaction that left, however long ago within the retention; `None` for one that waits or that we never knew.
    pub async fn get(&self, chain: &str, id: &TxId) -> Result<Option<(Record, Leaving)>, Error> {
        let query = sqlx::query(rows::select("chain = $1 AND id = $2")).bind(chain).bind(id.0.to_vec());
        let Some(row) = query.fetch_optional(&self.pool).await? else { return Ok(None) };
        let (record, leaving) = rows::read(&row)?;
        Ok(leaving.map(|leaving| (record, leaving)))
    }

    /// Forgets departures and waiting transactions from before this time, on all chains, and the oldest of more than
    /// [`MOST_DEPARTURES`]. Returns how many. Nodes drop a transaction after two weeks by default, so that one which
    /// still waits is hardly ever older than the retention.
    pub async fn prune(&self, before: Timestamp) -> Result<u64, Error> {
        self.prune_to(before, MOST_DEPARTURES).await
    }

    async fn prune_to(&self, before: Timestamp, most: u32) -> Result<u64, Error> {
        let before = before.as_microsecond();
        let oldest = "SELECT left_at FROM journal WHERE left_at IS NOT NULL ORDER BY left_at DESC LIMIT 1 OFFSET $1";
        let surplus = sqlx::query(oldest).bind(i64::from(most)).fetch_optional(&self.pool).await?;
        // Those that left in the same microsecond go together, hence the one more.
        let surplus = surplus.map(|row| row.try_get::<i64, _>(0)).transpose()?.map_or(i64::MIN, |at| at + 1);
        let pruned = self.delete("left_at < $1", before.max(surplus)).await?
            + self.delete("left_at IS NULL AND entered < $1", before).await?;
        if pruned > 0 {
            self.pool.execute(sqlite::RECLAIM).await?;
        }
        Ok(pruned)
    }

    async fn delete(&self, past: &str, before: i64) -> Result<u64, Error> {
        let sql =
            format!("DELETE FROM journal WHERE (chain, id) IN (SELECT chain, id FROM journal WHERE {past} LIMIT $2)");
        let mut total = 0;
        loop {
            let statement = sqlx::query(AssertSqlSafe(sql.clone())).bind(before).bind(PAGE);
            match statement.execute(&self.pool).await?.rows_affected() {
                0 => return Ok(total),
                deleted => total += deleted,
            }
        }
    }
}

/// What is to be kept and what forgotten, by the last entry about each transaction; in the order of ids, which is that
/// of the table.
fn last_words(entries: &[Entry]) -> (Vec<(&Record, Option<&Leaving>)>, Vec<TxId>) {
    let last: BTreeMap<TxId, &Entry> = entries.iter().map(|entry| (subject(entry), entry)).collect();
    let mut kept = Vec::with_capacity(last.len());
    let mut forgotten = Vec::new();
    for (id, entry) in last {
        match entry {
            Entry::Waiting(record) => kept.push((&**record, None)),
            Entry::Left(record, leaving) => kept.push((&**record, Some(leaving))),
            Entry::Included(_) => forgotten.push(id),
        }
    }
    (kept, forgotten)
}

fn subject(entry: &Entry) -> TxId {
    match entry {
        Entry::Waiting(record) | Entry::Left(record, _) => record.id,
        Entry::Included(id) => *id,
    }
}

fn read_into(records: &mut Vec<(Record, Option<Leaving>)>, page: &[AnyRow]) -> usize {
    let before = records.len();
    records.extend(page.iter().filter_map(|row| rows::read(row).ok()));
    before + page.len() - records.len()
}

fn schema_error(error: MigrateError) -> Error {
    let known = sqlite::SCHEMA.iter().map(|migration| migration.version).max().unwrap_or(0);
    if let MigrateError::VersionMissing(found) = error
        && found > known
    {
        return Error::Newer { found, known };
    }
    Error::Schema(error)
}
