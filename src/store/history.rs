//! The history's rows: marks written, replaced and read back. What is joined and what is forgotten is `history`'s.

use jiff::Timestamp;
use sqlx::{AssertSqlSafe, Row as _, any::AnyRow};

use super::{Error, Journal};
use crate::{
    diagnose::Congestion,
    history::{Figures, Mark, Rates, Replaced, Span, Waiting},
};

const COLUMNS: &str =
    "from_s, span_s, seen_s, nodes, congestion, height, blocks, pause_s, fast, normal, slow, count, vsize";

const WRITE: &str = "INSERT INTO history (chain, from_s, span_s, seen_s, nodes, congestion, height, blocks, pause_s, \
     fast, normal, slow, count, vsize) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) \
     ON CONFLICT (chain, from_s) DO UPDATE SET span_s = excluded.span_s, seen_s = excluded.seen_s, \
     nodes = excluded.nodes, congestion = excluded.congestion, height = excluded.height, blocks = excluded.blocks, \
     pause_s = excluded.pause_s, fast = excluded.fast, normal = excluded.normal, slow = excluded.slow, \
     count = excluded.count, vsize = excluded.vsize";

/// Marks of one network that are read; thinning leaves far fewer.
const MOST: i64 = 10_000;

impl Journal {
    /// All that is remembered of one network, oldest first. A damaged row is left out, and counted in the log.
    pub async fn history(&self, chain: &str) -> Result<Vec<Mark>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM history WHERE chain = $1 ORDER BY from_s DESC LIMIT $2");
        let rows = sqlx::query(AssertSqlSafe(sql)).bind(chain).bind(MOST).fetch_all(&self.pool).await?;
        let marks: Vec<Mark> = rows.iter().rev().filter_map(|row| read(row).ok()).collect();
        if marks.len() < rows.len() {
            let damaged = rows.len() - marks.len();
            tracing::warn!(chain, damaged, "left out rows of the history that can't be read");
        }
        Ok(marks)
    }

    /// Writes marks, over older ones that begin at the same time.
    pub async fn remember(&self, chain: &str, marks: &[Mark]) -> Result<(), Error> {
        let mut db = self.pool.begin().await?;
        for mark in marks {
            write(&mut db, chain, mark).await?;
        }
        Ok(db.commit().await?)
    }

    /// Puts longer marks in the place of shorter ones.
    pub async fn replace(&self, chain: &str, replaced: &[Replaced]) -> Result<(), Error> {
        let mut db = self.pool.begin().await?;
        for one in replaced {
            let gone = sqlx::query("DELETE FROM history WHERE chain = $1 AND from_s >= $2 AND from_s < $3");
            gone.bind(chain).bind(one.from.as_second()).bind(one.to.as_second()).execute(&mut *db).await?;
            if let Some(mark) = &one.by {
                write(&mut db, chain, mark).await?;
            }
        }
        Ok(db.commit().await?)
    }
}

async fn write(db: &mut sqlx::AnyConnection, chain: &str, mark: &Mark) -> Result<(), sqlx::Error> {
    let figures = mark.figures.as_ref();
    let fees = figures.and_then(|figures| figures.fees);
    let waiting = figures.and_then(|figures| figures.waiting);
    sqlx::query(WRITE)
        .bind(chain)
        .bind(mark.from.as_second())
        .bind(mark.span.seconds())
        .bind(mark.seen_s)
        .bind(i64::from(mark.nodes))
        .bind(figures.map(|figures| figures.congestion.code()))
        .bind(figures.map(|figures| figures.height.cast_signed()))
        .bind(figures.map(|figures| figures.blocks.cast_signed()))
        .bind(figures.map(|figures| figures.pause_s))
        .bind(fees.map(|fees| fees.fast))
        .bind(fees.map(|fees| fees.normal))
        .bind(fees.map(|fees| fees.slow))
        .bind(waiting.map(|waiting| waiting.count))
        .bind(waiting.map(|waiting| waiting.vsize))
        .execute(db)
        .await?;
    Ok(())
}

fn read(row: &AnyRow) -> Result<Mark, Error> {
    Ok(Mark {
        from: Timestamp::from_second(row.try_get(0)?).map_err(|_| Error::Damaged("time"))?,
        span: Span::of(row.try_get(1)?).ok_or(Error::Damaged("span"))?,
        seen_s: row.try_get(2)?,
        nodes: u32::try_from(row.try_get::<i64, _>(3)?).map_err(|_| Error::Damaged("nodes"))?,
        figures: figures(row)?,
    })
}

fn figures(row: &AnyRow) -> Result<Option<Figures>, Error> {
    let Some(congestion) = row.try_get::<Option<String>, _>(4)? else { return Ok(None) };
    let fees = match (row.try_get(8)?, row.try_get(9)?, row.try_get(10)?) {
        (Some(fast), Some(normal), Some(slow)) => Some(Rates { fast, normal, slow }),
        (_, _, _) => None,
    };
    let waiting = match (row.try_get(11)?, row.try_get(12)?) {
        (Some(count), Some(vsize)) => Some(Waiting { count, vsize }),
        (_, _) => None,
    };
    Ok(Some(Figures {
        congestion: Congestion::of(&congestion).ok_or(Error::Damaged("congestion"))?,
        fees,
        waiting,
        height: row.try_get::<Option<i64>, _>(5)?.unwrap_or(0).cast_unsigned(),
        blocks: row.try_get::<Option<i64>, _>(6)?.unwrap_or(0).cast_unsigned(),
        pause_s: row.try_get::<Option<f64>, _>(7)?.unwrap_or(0.0),
    }))
}
