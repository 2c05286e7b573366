//! The journal's statements: portable SQL (`$1`, `ON CONFLICT`), many rows a statement, and rows to records and back.
//! Opens nothing and begins no transaction.

use std::fmt::Write;

use chains::TxId;
use jiff::Timestamp;
use sqlx::{Any, AnyConnection, AssertSqlSafe, Row as _, any::AnyRow, query::Query};

use super::{
    Error,
    blobs::{pack_claims, pack_pays, unpack_claims, unpack_pays},
};
use crate::index::{Leaving, Record, Why};

/// Rows in one statement: 64 × 14 parameters are far below any database's limit, and a longer text gains nothing.
const ROWS: usize = 64;

const COLUMNS: &str = "id, first_seen, entered, fee, vsize, effective_rate, claims, pays, left_at, certain, reason, \
                           other, figure";
const PARAMETERS: usize = 14;

/// What a transaction that is known already takes from a newer row. The earliest sighting stays.
const ON_CONFLICT: &str = " ON CONFLICT (chain, id) DO UPDATE SET \
     first_seen = CASE WHEN excluded.first_seen < journal.first_seen THEN excluded.first_seen ELSE journal.first_seen END, \
     entered = excluded.entered, fee = excluded.fee, vsize = excluded.vsize, \
     effective_rate = excluded.effective_rate, claims = excluded.claims, pays = excluded.pays, \
     left_at = excluded.left_at, certain = excluded.certain, reason = excluded.reason, \
     other = excluded.other, figure = excluded.figure";

/// A query for whole rows, for [`read`].
pub fn select(condition: &'static str) -> AssertSqlSafe<String> {
    AssertSqlSafe(format!("SELECT {COLUMNS} FROM journal WHERE {condition}"))
}

/// Writes these rows, over older ones of the same transactions. No transaction may be in it twice.
pub async fn upsert(
    db: &mut AnyConnection,
    chain: &str,
    rows: &[(&Record, Option<&Leaving>)],
) -> Result<(), sqlx::Error> {
    let insert = |rows| {
        let mut sql = format!("INSERT INTO journal (chain, {COLUMNS}) VALUES ");
        placeholders(&mut sql, rows, PARAMETERS);
        sql + ON_CONFLICT
    };
    let full = insert(ROWS);
    for rows in rows.chunks(ROWS) {
        let sql = if rows.len() == ROWS { full.clone() } else { insert(rows.len()) };
        let mut statement = sqlx::query(AssertSqlSafe(sql));
        for (record, leaving) in rows {
            statement = bind(statement.bind(chain), record, *leaving);
        }
        statement.execute(&mut *db).await?;
    }
    Ok(())
}

/// Forgets these transactions.
pub async fn forget(db: &mut AnyConnection, chain: &str, ids: &[TxId]) -> Result<(), sqlx::Error> {
    for ids in ids.chunks(ROWS) {
        let mut sql = String::from("DELETE FROM journal WHERE (chain, id) IN (VALUES ");
        placeholders(&mut sql, ids.len(), 2);
        sql.push(')');
        let mut statement = sqlx::query(AssertSqlSafe(sql));
        for id in ids {
            statement = statement.bind(chain).bind(id.0.to_vec());
        }
        statement.execute(&mut *db).await?;
    }
    Ok(())
}

/// The record in a row that was came from [`select`].
pub fn read(row: &AnyRow) -> Result<(Record, Option<Leaving>), Error> {
    let record = Record {
        id: id(row.try_get(0)?)?,
        first_seen: time(row.try_get(1)?)?,
        entered: time(row.try_get(2)?)?,
        fee: row.try_get::<i64, _>(3)?.cast_unsigned(),
        vsize: u32::try_from(row.try_get::<i64, _>(4)?).map_err(|_| Error::Damaged("size"))?,
        effective_rate: row.try_get(5)?,
        claims: unpack_claims(row.try_get(6)?).ok_or(Error::Damaged("claims"))?,
        pays: unpack_pays(row.try_get(7)?).ok_or(Error::Damaged("payments"))?,
    };
    let Some(left_at) = row.try_get::<Option<i64>, _>(8)? else { return Ok((record, None)) };
    let leaving = Leaving {
        at: time(left_at)?,
        certain: row.try_get::<i64, _>(9)? != 0,
        why: why(row.try_get(10)?, row.try_get(11)?, row.try_get(12)?)?,
    };
    Ok((record, Some(leaving)))
}

fn placeholders(sql: &mut String, rows: usize, width: usize) {
    for row in 0..rows {
        for column in 0..width {
            let opening = match (row, column) {
                (0, 0) => "(",
                (_, 0) => ", (",
                (_, _) => ", ",
            };
            // Writing to a string can't fail.
            let _ = write!(sql, "{opening}${}", row * width + column + 1);
        }
        sql.push(')');
    }
}

type Statement<'a> = Query<'a, Any, <Any as sqlx::Database>::Arguments>;

fn bind<'a>(statement: Statement<'a>, record: &Record, leaving: Option<&Leaving>) -> Statement<'a> {
    let (reason, other, figure) = leaving.map_or((None, None, None), |leaving| columns(&leaving.why));
    statement
        .bind(record.id.0.to_vec())
        .bind(record.first_seen.as_microsecond())
        .bind(record.entered.as_microsecond())
        .bind(record.fee.cast_signed())
        .bind(i64::from(record.vsize))
        .bind(finite(record.effective_rate))
        .bind(pack_claims(&record.claims))
        .bind(pack_pays(&record.pays))
        .bind(leaving.map(|leaving| leaving.at.as_microsecond()))
        .bind(leaving.map(|leaving| i64::from(leaving.certain)))
        .bind(reason)
        .bind(other)
        .bind(figure)
}

fn columns(why: &Why) -> (Option<&'static str>, Option<Vec<u8>>, Option<f64>) {
    let (reason, other, figure) = match why {
        Why::Open => ("open", None, None),
        Why::ReplacedBy(by) => ("replaced", Some(by), None),
        Why::DoubleSpentBy(by) => ("double_spent", Some(by), None),
        Why::AncestorGone(ancestor) => ("ancestor_gone", Some(ancestor), None),
        Why::Evicted { min_rate } => ("evicted", None, Some(finite(*min_rate))),
        Why::Expired { after_hours } => ("expired", None, after_hours.map(f64::from)),
        Why::Unknown => ("unknown", None, None),
    };
    (Some(reason), other.map(|id| id.0.to_vec()), figure)
}

fn why(reason: &str, other: Option<&[u8]>, figure: Option<f64>) -> Result<Why, Error> {
    let other = || id(other.ok_or(Error::Damaged("id"))?);
    Ok(match reason {
        "open" => Why::Open,
        "replaced" => Why::ReplacedBy(other()?),
        "double_spent" => Why::DoubleSpentBy(other()?),
        "ancestor_gone" => Why::AncestorGone(other()?),
        "evicted" => Why::Evicted { min_rate: figure.ok_or(Error::Damaged("rate"))? },
        // Written from whole hours, so the way back loses nothing.
        "expired" => Why::Expired { after_hours: figure.map(|hours| hours as u32) },
        "unknown" => Why::Unknown,
        _ => return Err(Error::Damaged("reason")),
    })
}

/// SQLite stores NaN as null, which the column refuses; a rate that is no number says nothing anyway.
fn finite(rate: f64) -> f64 {
    if rate.is_nan() { 0.0 } else { rate }
}

fn id(bytes: &[u8]) -> Result<TxId, Error> {
    bytes.try_into().map(TxId).map_err(|_| Error::Damaged("id"))
}

fn time(microseconds: i64) -> Result<Timestamp, Error> {
    Timestamp::from_microsecond(microseconds).map_err(|_| Error::Damaged("time"))
}
