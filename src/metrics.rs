//! What the service counts about itself, in Prometheus' text format. Never an id: labels are chains, causes, stages,
//! nodes, methods and routes, all of them few.

use std::time::Duration;

use chains::Meter;
use prometheus::{
    Encoder, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGaugeVec, Opts, Registry, TextEncoder,
    core::Collector,
};

/// All counters of one service.
pub struct Metrics {
    registry: Registry,
    lookups: IntCounterVec,
    lookup_seconds: HistogramVec,
    node_calls: IntCounterVec,
    node_seconds: HistogramVec,
    cache: IntCounterVec,
    requests: IntCounterVec,
    request_seconds: HistogramVec,
    journal_lost: IntCounter,
    node_lag: IntGaugeVec,
    node_synced: IntGaugeVec,
    mempool_count: IntGaugeVec,
    mempool_vsize: IntGaugeVec,
    tip_height: IntGaugeVec,
}

/// From a rendered answer at hand to a slow node.
const SECONDS: &[f64] = &[0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0];

impl Metrics {
    /// Counters at zero. Fails only if two have the same name.
    pub fn new() -> Result<Self, prometheus::Error> {
        let registry = Registry::new();
        let r = &registry;
        Ok(Self {
            lookups: counter(r, "txwhy_lookups_total", "Look-ups answered", &["chain", "cause", "stage"])?,
            lookup_seconds: histogram(r, "txwhy_lookup_seconds", "Time to answer a look-up", &["source"])?,
            node_calls: counter(r, "txwhy_node_calls_total", "Calls to nodes", &["node", "method", "outcome"])?,
            node_seconds: histogram(r, "txwhy_node_call_seconds", "Time of calls to nodes", &["node", "method"])?,
            cache: counter(r, "txwhy_cache_total", "Look-ups in the caches", &["cache", "outcome"])?,
            requests: counter(r, "txwhy_http_requests_total", "HTTP requests", &["method", "route", "status"])?,
            request_seconds: histogram(r, "txwhy_http_request_seconds", "Time of HTTP requests", &["route"])?,
            journal_lost: {
                let lost = IntCounter::new("txwhy_journal_lost_total", "Entries that could not be written")?;
                register(r, lost)?
            },
            node_lag: gauge(r, "txwhy_node_lag_seconds", "Since the node last told anything", &["chain", "node"])?,
            node_synced: gauge(r, "txwhy_node_synced", "1 where the node is in sync", &["chain", "node"])?,
            mempool_count: gauge(r, "txwhy_mempool_transactions", "Waiting transactions", &["chain"])?,
            mempool_vsize: gauge(r, "txwhy_mempool_vbytes", "Their size", &["chain"])?,
            tip_height: gauge(r, "txwhy_tip_height", "Height of the best chain's end", &["chain"])?,
            registry,
        })
    }

    /// The counter of look-ups with this result, to be kept with a rendered answer.
    pub fn lookups(&self, chain: &str, cause: &str, stage: &str) -> IntCounter {
        self.lookups.with_label_values(&[chain, cause, stage])
    }

    /// A look-up took so long; `source` is `rendered`, `index` or `nodes`.
    pub fn looked_up(&self, source: &'static str, took: Duration) {
        self.lookup_seconds.with_label_values(&[source]).observe(took.as_secs_f64());
    }

    /// A cache had the answer, or had not.
    pub fn cache(&self, cache: &'static str, hit: bool) {
        self.cache.with_label_values(&[cache, if hit { "hit" } else { "miss" }]).inc();
    }

    /// An HTTP request ended.
    pub fn request(&self, method: &str, route: &str, status: &str, took: Duration) {
        self.requests.with_label_values(&[method, route, status]).inc();
        self.request_seconds.with_label_values(&[route]).observe(took.as_secs_f64());
    }

    /// So many entries could not be written to the journal.
    pub fn journal_lost(&self, entries: usize) {
        self.journal_lost.inc_by(entries as u64);
    }

    /// How a node is at the moment of the scrape; a node that was never heard has no lag.
    pub fn node(&self, chain: &str, node: &str, synced: bool, lag_s: Option<u64>) {
        self.node_synced.with_label_values(&[chain, node]).set(i64::from(synced));
        if let Some(lag) = lag_s {
            self.node_lag.with_label_values(&[chain, node]).set(lag.try_into().unwrap_or(i64::MAX));
        }
    }

    /// How a chain is at the moment of the scrape.
    pub fn chain(&self, chain: &str, waiting: Option<(u64, u64)>, tip_height: Option<u64>) {
        let set = |gauge: &IntGaugeVec, value: u64| {
            gauge.with_label_values(&[chain]).set(value.try_into().unwrap_or(i64::MAX));
        };
        if let Some((count, vsize)) = waiting {
            set(&self.mempool_count, count);
            set(&self.mempool_vsize, vsize);
        }
        if let Some(height) = tip_height {
            set(&self.tip_height, height);
        }
    }

    /// Everything, in Prometheus' text format.
    pub fn text(&self) -> Result<Vec<u8>, prometheus::Error> {
        let mut text = Vec::new();
        TextEncoder::new().encode(&self.registry.gather(), &mut text)?;
        Ok(text)
    }
}

impl Meter for Metrics {
    fn call(&self, node: &str, method: &'static str, outcome: &'static str, took: Duration) {
        self.node_calls.with_label_values(&[node, method, outcome]).inc();
        self.node_seconds.with_label_values(&[node, method]).observe(took.as_secs_f64());
    }
}

fn counter(registry: &Registry, name: &str, help: &str, labels: &[&str]) -> Result<IntCounterVec, prometheus::Error> {
    register(registry, IntCounterVec::new(Opts::new(name, help), labels)?)
}

fn gauge(registry: &Registry, name: &str, help: &str, labels: &[&str]) -> Result<IntGaugeVec, prometheus::Error> {
    register(registry, IntGaugeVec::new(Opts::new(name, help), labels)?)
}

fn histogram(registry: &Registry, name: &str, help: &str, labels: &[&str]) -> Result<HistogramVec, prometheus::Error> {
    let options = HistogramOpts::new(name, help).buckets(SECONDS.to_vec());
    register(registry, HistogramVec::new(options, labels)?)
}

fn register<C: Collector + Clone + 'static>(registry: &Registry, collector: C) -> Result<C, prometheus::Error> {
    registry.register(Box::new(collector.clone()))?;
    Ok(collector)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    /// Names that begin with ours, wherever they stand.
    fn names(text: &str) -> BTreeSet<&str> {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        words.filter(|word| word.starts_with("txwhy_") && word.len() > 6).collect()
    }

    #[test]
    fn dashboards_and_alerts_use_counters_that_there_are() {
        let ours = names(include_str!("metrics.rs"));
        for file in [include_str!("../deploy/grafana.json"), include_str!("../deploy/alerts.yml")] {
            let used: BTreeSet<&str> = names(file).into_iter().map(|name| name.trim_end_matches("_bucket")).collect();
            assert!(used.is_subset(&ours), "{:?}", used.difference(&ours));
            assert!(used.len() > 5);
        }
    }
}
