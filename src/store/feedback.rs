//! What readers said of answers. Anybody can say something, as often as they like, so that only the newest are kept.

use chains::TxId;
use jiff::Timestamp;
use sqlx::Row as _;

use super::{Error, Journal};

/// Opinions that are kept: some tens of megabytes, should all of them be long.
pub const MOST_FEEDBACK: u32 = 50_000;

/// What a reader said of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feedback {
    /// When.
    pub at: Timestamp,
    /// The transaction that the answer was about.
    pub id: TxId,
    /// The cause that it gave.
    pub cause: String,
    /// The reader's language.
    pub lang: String,
    /// It helped.
    pub helpful: bool,
    /// Their own words.
    pub comment: Option<String>,
}

impl Journal {
    /// Keeps what a reader said, and forgets the oldest of more than [`MOST_FEEDBACK`].
    pub async fn hear(&self, feedback: &Feedback) -> Result<(), Error> {
        self.hear_to(feedback, MOST_FEEDBACK).await
    }

    pub(super) async fn hear_to(&self, feedback: &Feedback, most: u32) -> Result<(), Error> {
        let mut db = self.pool.begin().await?;
        let insert = "INSERT INTO feedback (at, id, cause, lang, helpful, comment) VALUES ($1, $2, $3, $4, $5, $6)";
        sqlx::query(insert)
            .bind(feedback.at.as_microsecond())
            .bind(feedback.id.0.to_vec())
            .bind(feedback.cause.as_str())
            .bind(feedback.lang.as_str())
            .bind(i64::from(feedback.helpful))
            .bind(feedback.comment.as_deref())
            .execute(&mut *db)
            .await?;
        let surplus = "DELETE FROM feedback WHERE number <= (SELECT MAX(number) FROM feedback) - $1";
        sqlx::query(surplus).bind(i64::from(most)).execute(&mut *db).await?;
        Ok(db.commit().await?)
    }

    /// What readers said, newest first, at most so many.
    pub async fn heard(&self, most: u32) -> Result<Vec<Feedback>, Error> {
        let sql = "SELECT at, id, cause, lang, helpful, comment FROM feedback ORDER BY number DESC LIMIT $1";
        let rows = sqlx::query(sql).bind(i64::from(most)).fetch_all(&self.pool).await?;
        rows.iter().map(read).collect()
    }
}

fn read(row: &sqlx::any::AnyRow) -> Result<Feedback, Error> {
    let at = Timestamp::from_microsecond(row.try_get(0)?).map_err(|_| Error::Damaged("a time"))?;
    let id = <[u8; 32]>::try_from(row.try_get::<Vec<u8>, _>(1)?).map_err(|_| Error::Damaged("an id"))?;
    let helpful = row.try_get::<i64, _>(4)? != 0;
    let (cause, lang) = (row.try_get(2)?, row.try_get(3)?);
    Ok(Feedback { at, id: TxId(id), cause, lang, helpful, comment: row.try_get(5)? })
}
