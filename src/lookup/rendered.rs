//! Answers kept as they were rendered, for a second at most and only until their transaction changes. Renders nothing
//! by itself and asks nobody.

use std::{
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::Duration,
};

use axum::body::Bytes;
use chains::TxId;
use moka::future::Cache;
use prometheus::IntCounter;

use super::Question;
use crate::{
    answer::Answer,
    explain::{Expectation, Lang, Search},
    facts::Required,
    metrics::Metrics,
};

/// An answer, and its bytes once somebody wanted them.
pub struct Rendered {
    /// The answer.
    pub answer: Arc<Answer>,
    /// Its language.
    pub lang: Lang,
    json: OnceLock<Bytes>,
    counter: IntCounter,
}

/// Rendered answers by transaction.
pub(super) struct Kept(Cache<TxId, Arc<Variants>>);

/// What makes answers about one transaction differ.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Variant {
    lang: Lang,
    required: Option<Required>,
    expected: Expectation,
    /// Other chains were asked as well, and the answer names them.
    everywhere: bool,
}

type Variants = Mutex<Vec<(Variant, Arc<Rendered>)>>;

/// Estimates and ages move even where nothing happens.
const KEPT: Duration = Duration::from_secs(1);
/// Transactions whose answers are kept: some tens of megabytes.
const MOST: u64 = 10_000;
/// Variants of one transaction's answer that are kept; who wants more gets them rendered each time.
const VARIANTS: usize = 8;

impl Rendered {
    pub(super) fn new(answer: Answer, lang: Lang, chain: &str, cause: &str, metrics: &Metrics) -> Self {
        let counter = metrics.lookups(chain, cause, answer.stage.code());
        Self { answer: Arc::new(answer), lang, json: OnceLock::new(), counter }
    }

    /// The answer as JSON.
    pub fn json(&self) -> Result<Bytes, serde_json::Error> {
        if let Some(json) = self.json.get() {
            return Ok(json.clone());
        }
        let json = Bytes::from(serde_json::to_vec(&*self.answer)?);
        Ok(self.json.get_or_init(|| json).clone())
    }

    /// The same, and where else it was looked for in vain.
    pub(super) fn told_of(&self, search: &Search, id: &TxId) -> Self {
        let answer = Arc::new(self.answer.told_of(search, id, self.lang));
        Self { answer, lang: self.lang, json: OnceLock::new(), counter: self.counter.clone() }
    }

    pub(super) fn count(&self) {
        self.counter.inc();
    }
}

impl Variant {
    pub(super) fn of(question: &Question) -> Self {
        Self {
            lang: question.lang,
            required: question.required,
            expected: question.expected.clone(),
            everywhere: question.chain.is_none(),
        }
    }
}

impl Kept {
    pub(super) fn new() -> Self {
        Self(Cache::builder().max_capacity(MOST).time_to_live(KEPT).build())
    }

    pub(super) async fn find(&self, id: &TxId, variant: &Variant) -> Option<Arc<Rendered>> {
        let variants = self.0.get(id).await?;
        let variants = variants.lock().unwrap_or_else(PoisonError::into_inner);
        variants.iter().find(|(known, _)| known == variant).map(|(_, rendered)| rendered.clone())
    }

    pub(super) async fn keep(&self, id: TxId, variant: Variant, rendered: Arc<Rendered>) {
        let variants = self.0.get_with(id, async { Arc::default() }).await;
        let mut variants = variants.lock().unwrap_or_else(PoisonError::into_inner);
        // Those who asked at the same moment rendered it, too.
        let known = variants.iter().any(|(known, _)| *known == variant);
        if !known && variants.len() < VARIANTS {
            variants.push((variant, rendered));
        }
    }

    pub(super) async fn drop(&self, id: &TxId) {
        self.0.invalidate(id).await;
    }

    pub(super) fn drop_all(&self) {
        self.0.invalidate_all();
    }
}
