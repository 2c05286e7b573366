//! The incidents' events: added, and read back by their number. Nothing here is ever changed or deleted.

use jiff::Timestamp;
use sqlx::{Row as _, any::AnyRow};

use super::{Error, Journal};
use crate::incidents::{Event, Gauge, Impact, IncidentKind, What};

/// Events read at a time, and at a start the newest of which nothing older is read.
const MOST: i64 = 5_000;

impl Journal {
    /// What happened to one network's incidents after the event of this number (0 for the beginning), in order, with
    /// each one's number. Of many the newest. A damaged one has its number alone, and is told in the log.
    pub async fn incidents(&self, chain: &str, after: i64) -> Result<Vec<(i64, Option<Event>)>, Error> {
        let query = "SELECT number, incident, at, what, kind, started, impact, figure, usual, simulated, note \
             FROM incident_events WHERE chain = $1 AND number > $2 ORDER BY number DESC LIMIT $3";
        let rows = sqlx::query(query).bind(chain).bind(after).bind(MOST).fetch_all(&self.pool).await?;
        let numbered = |row: &AnyRow| {
            let number: i64 = row.try_get(0)?;
            let event = read(row).inspect_err(|error| tracing::warn!(chain, number, %error, "left out an event"));
            Ok((number, event.ok()))
        };
        rows.iter().rev().map(numbered).collect()
    }

    /// Adds what happened.
    pub async fn add(&self, chain: &str, events: &[Event]) -> Result<(), Error> {
        let mut db = self.pool.begin().await?;
        for event in events {
            let columns = Columns::of(&event.what);
            let insert = "INSERT INTO incident_events (chain, incident, at, what, kind, started, impact, figure, \
                 usual, simulated, note) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
            let gauge = columns.gauge;
            sqlx::query(insert)
                .bind(chain)
                .bind(&*event.incident)
                .bind(event.at.as_second())
                .bind(event.what.code())
                .bind(columns.kind.map(IncidentKind::code))
                .bind(columns.started.map(Timestamp::as_second))
                .bind(gauge.map(|gauge| gauge.impact.code()))
                .bind(gauge.and_then(|gauge| gauge.figure))
                .bind(gauge.and_then(|gauge| gauge.usual))
                .bind(columns.simulated.map(i64::from))
                .bind(columns.note)
                .execute(&mut *db)
                .await?;
        }
        Ok(db.commit().await?)
    }

    /// The network that an incident is of.
    pub async fn chain_of(&self, incident: &str) -> Result<Option<String>, Error> {
        let query = sqlx::query("SELECT chain FROM incident_events WHERE incident = $1 LIMIT 1").bind(incident);
        Ok(query.fetch_optional(&self.pool).await?.map(|row| row.try_get(0)).transpose()?)
    }

    /// Every network that ever had an incident.
    pub async fn troubled_chains(&self) -> Result<Vec<String>, Error> {
        let rows = sqlx::query("SELECT DISTINCT chain FROM incident_events ORDER BY chain");
        let rows = rows.fetch_all(&self.pool).await?;
        Ok(rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
    }
}

/// An event's columns.
#[derive(Default)]
struct Columns<'a> {
    kind: Option<IncidentKind>,
    started: Option<Timestamp>,
    gauge: Option<Gauge>,
    simulated: Option<bool>,
    note: Option<&'a str>,
}

impl<'a> Columns<'a> {
    fn of(what: &'a What) -> Self {
        match what {
            What::Opened { kind, started, gauge, simulated } => Self {
                kind: Some(*kind),
                started: Some(*started),
                gauge: Some(*gauge),
                simulated: Some(*simulated),
                note: None,
            },
            What::Worsened(gauge) => Self { gauge: Some(*gauge), ..Self::default() },
            What::Closed => Self::default(),
            What::Noted(text) => Self { note: Some(text), ..Self::default() },
        }
    }
}

fn read(row: &AnyRow) -> Result<Event, Error> {
    let what = match row.try_get::<String, _>(3)?.as_str() {
        "opened" => What::Opened {
            kind: row.try_get::<Option<String>, _>(4)?.and_then(|kind| IncidentKind::of(&kind)).ok_or(KIND)?,
            started: time(row.try_get::<Option<i64>, _>(5)?.ok_or(Error::Damaged("time"))?)?,
            gauge: gauge(row)?,
            simulated: row.try_get::<Option<i64>, _>(9)?.unwrap_or(0) != 0,
        },
        "worsened" => What::Worsened(gauge(row)?),
        "closed" => What::Closed,
        "noted" => What::Noted(row.try_get::<Option<String>, _>(10)?.unwrap_or_default()),
        _ => return Err(KIND),
    };
    Ok(Event { incident: row.try_get::<String, _>(1)?.into(), at: time(row.try_get(2)?)?, what })
}

const KIND: Error = Error::Damaged("kind of incident");

fn gauge(row: &AnyRow) -> Result<Gauge, Error> {
    let impact = row.try_get::<Option<String>, _>(6)?.and_then(|impact| Impact::of(&impact));
    Ok(Gauge { impact: impact.ok_or(Error::Damaged("impact"))?, figure: row.try_get(7)?, usual: row.try_get(8)? })
}

fn time(seconds: i64) -> Result<Timestamp, Error> {
    Timestamp::from_second(seconds).map_err(|_| Error::Damaged("time"))
}
