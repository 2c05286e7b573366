//! The only place that spawns: named tasks, restarted with back-off where they are to go on, stopped together within
//! a deadline. Knows nothing of what the tasks do.

use std::{
    future::Future,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    task::JoinHandle,
    time::{Instant, timeout_at},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tracing::Instrument;

/// The tasks of one service. Clones share them.
#[derive(Clone, Default)]
pub struct Tasks {
    stop: CancellationToken,
    running: Arc<Mutex<Vec<Running>>>,
    brief: TaskTracker,
}

struct Running {
    name: String,
    handle: JoinHandle<()>,
}

/// How long to wait before a task starts again.
#[derive(Clone, Copy, Debug)]
pub struct Backoff {
    /// After the first failure; doubles with each further one.
    pub first: Duration,
    /// At most.
    pub most: Duration,
}

/// A task that ran this long had recovered: its next failure counts as the first.
const RECOVERED: Duration = Duration::from_secs(60);

impl Tasks {
    /// Is cancelled when the tasks are to end.
    pub fn stopping(&self) -> &CancellationToken {
        &self.stop
    }

    /// Runs a task that sees to its own end when [`Tasks::stopping`] says so, as one does that has to tidy up.
    pub fn spawn(&self, name: impl Into<String>, task: impl Future<Output = ()> + Send + 'static) {
        let handle = tokio::spawn(task);
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.retain(|task| !task.handle.is_finished());
        running.push(Running { name: name.into(), handle });
    }

    /// Runs one of many like tasks, as a connection is, which sees to its own end as well; `name` is theirs in common.
    pub fn brief(&self, name: &'static str, task: impl Future<Output = ()> + Send + 'static) {
        self.brief.spawn(task.instrument(tracing::debug_span!("task", name)));
    }

    /// Runs a task again and again, each time after the wait that `make` hands back with its result; dropped where it
    /// is when the tasks are to end.
    pub fn keep<F>(&self, name: impl Into<String>, mut make: impl FnMut() -> F + Send + 'static)
    where
        F: Future<Output = Backoff> + Send + 'static,
    {
        let stop = self.stop.clone();
        self.spawn(name, async move {
            stop.run_until_cancelled(async move {
                let mut failures = 0;
                loop {
                    let started = Instant::now();
                    let backoff = make().await;
                    failures = if started.elapsed() >= RECOVERED { 1 } else { failures + 1 };
                    tokio::time::sleep(backoff.after(failures, rand::random())).await;
                }
            })
            .await;
        });
    }

    /// Ends all tasks; names those that were not done at the deadline.
    pub async fn stop(&self, within: Duration) -> Vec<String> {
        self.stop.cancel();
        let deadline = Instant::now() + within;
        let running = std::mem::take(&mut *self.running.lock().unwrap_or_else(PoisonError::into_inner));
        let mut cut_off = Vec::new();
        for mut task in running {
            if timeout_at(deadline, &mut task.handle).await.is_err() {
                task.handle.abort();
                cut_off.push(task.name);
            }
        }
        self.brief.close();
        if timeout_at(deadline, self.brief.wait()).await.is_err() {
            cut_off.push(format!("{} brief ones", self.brief.len()));
        }
        cut_off
    }
}

impl Backoff {
    /// The wait after so many failures in a row. `chance` in 0..1 spreads it over its upper half, so that many
    /// services don't come back to a node at once.
    fn after(&self, failures: u32, chance: f64) -> Duration {
        let doubled = self.first.saturating_mul(2u32.saturating_pow(failures.saturating_sub(1).min(16)));
        doubled.min(self.most).mul_f64(0.5 + chance / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BACKOFF: Backoff = Backoff { first: Duration::from_secs(1), most: Duration::from_secs(30) };

    #[test]
    fn waits_grow_to_their_bound() {
        let waits: Vec<f64> = [1, 2, 3, 6, 1000].map(|n| BACKOFF.after(n, 1.0).as_secs_f64()).into();
        assert_eq!(waits, [1.0, 2.0, 4.0, 30.0, 30.0]);
        assert_eq!(BACKOFF.after(1, 0.0), Duration::from_millis(500));
    }

    #[tokio::test]
    async fn a_kept_task_runs_again_until_the_stop() {
        let tasks = Tasks::default();
        let (sender, mut runs) = tokio::sync::mpsc::channel(1);
        tasks.keep("again", move || {
            let sender = sender.clone();
            async move {
                let _ = sender.send(()).await;
                Backoff { first: Duration::ZERO, most: Duration::ZERO }
            }
        });
        for _ in 0..3 {
            assert_eq!(runs.recv().await, Some(()));
        }
        assert!(tasks.stop(Duration::from_secs(5)).await.is_empty());
        while runs.recv().await.is_some() {}
    }

    #[tokio::test]
    async fn a_task_that_does_not_end_is_cut_off_and_named() {
        let tasks = Tasks::default();
        tasks.spawn("stubborn", std::future::pending());
        assert_eq!(tasks.stop(Duration::from_millis(10)).await, ["stubborn"]);
    }
}
