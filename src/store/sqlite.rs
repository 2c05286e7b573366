//! What is SQLite's alone: its address, its file, its schema and its settings. The statements are in `rows` and above.

use std::{fs::OpenOptions, io, path::Path, str::FromStr, time::Duration};

use sqlx::{
    AnyPool, ConnectOptions as _, Connection as _, Executor as _,
    any::{AnyConnectOptions, AnyPoolOptions},
    migrate::Migrator,
    sqlite::SqliteConnectOptions,
};
use url::Url;

use super::Error;

/// The schema's steps.
pub static SCHEMA: Migrator = sqlx::migrate!("src/store/migrations/sqlite");

/// Gives the pages of deleted rows back to the file system.
pub const RECLAIM: &str = "PRAGMA incremental_vacuum";

/// Settings that the file keeps. The vacuum mode comes first, as it can't be set any more once there is a table.
const FILE: &str = "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;";

/// Settings of each connection. With a write-ahead log and `NORMAL`, a killed process loses nothing that was
/// committed; a power cut may lose the last moments, and never damages the file.
const CONNECTION: &str =
    "PRAGMA busy_timeout = 5000; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 67108864;";

/// Readers go on while the one writer writes.
const CONNECTIONS: u32 = 4;

/// Opens the database at this address, which may not exist yet.
pub async fn connect(url: &str) -> Result<AnyPool, Error> {
    let url = Url::parse(url).map_err(|error| Error::Address(error.to_string()))?;
    if url.scheme() != "sqlite" {
        return Err(Error::Unsupported(url.scheme().into()));
    }
    let mode = url.query_pairs().find(|(key, _)| key == "mode").map(|(_, mode)| mode.into_owned());
    let in_memory = url.path() == ":memory:" || mode.as_deref() == Some("memory");
    // Fails only if it was done before.
    let _ = sqlx::any::install_drivers(&[sqlx::sqlite::any::DRIVER]);
    let options = AnyConnectOptions::from_url(&url)?.disable_statement_logging();
    if !in_memory {
        prepare(&url, &options, mode.as_deref() == Some("ro")).await?;
    }
    let pool = AnyPoolOptions::new()
        // Each connection to a database in memory would see one of its own, gone when it is closed.
        .max_connections(if in_memory { 1 } else { CONNECTIONS })
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(Duration::from_secs(10))
        .after_connect(|db, _| Box::pin(async move { db.execute(CONNECTION).await.map(|_| ()) }));
    Ok(pool.connect_with(options).await?)
}

/// Makes the file where there is none, and sets what it keeps. By itself, since a pool would try again for ten seconds
/// and then not say why.
async fn prepare(url: &Url, options: &AnyConnectOptions, read_only: bool) -> Result<(), Error> {
    let places = SqliteConnectOptions::from_str(url.as_str())?;
    let file = places.get_filename();
    if !read_only {
        owners_alone(file).map_err(|error| Error::File { file: file.display().to_string(), error })?;
    }
    let mut db = options.connect().await?;
    db.execute(CONNECTION).await?;
    if !read_only {
        db.execute(FILE).await?;
    }
    Ok(db.close().await?)
}

/// SQLite would let everyone read a new file. Its log takes the file's permissions.
#[cfg(unix)]
fn owners_alone(file: &Path) -> io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(file).map(drop)
}

#[cfg(not(unix))]
fn owners_alone(file: &Path) -> io::Result<()> {
    OpenOptions::new().write(true).create(true).truncate(false).open(file).map(drop)
}
