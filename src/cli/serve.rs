//! `txwhy serve`: the service, from its start to its graceful end.

use std::{process::ExitCode, sync::Arc, time::Duration};

use anyhow::Context;
use jiff::SignedDuration;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use txwhy::{
    config::{Clients, Config, Site},
    lookup::{Networks, Setup},
    metrics::Metrics,
    serve::{self, Service},
    store::Journal,
    tasks::Tasks,
};

use super::{setup, start_log};

/// For the requests under way, the followers and the journal; a supervisor kills after ten seconds.
const TIDY_UP: Duration = Duration::from_secs(8);

/// Runs the service until it is told to stop.
pub async fn run(config: Config) -> anyhow::Result<ExitCode> {
    start_log(config.server.log, "info");
    let metrics = Arc::new(Metrics::new()?);
    let mut setup = setup(&config, &metrics)?;
    let listener = TcpListener::bind(config.server.listen).await;
    let listener = listener.with_context(|| format!("cannot listen on {}", config.server.listen))?;
    let journal = Journal::open(&config.store.url).await.context("cannot open the journal")?;
    let retention = SignedDuration::from_hours(24 * i64::from(config.store.retention_days));
    setup.journal = Some((journal, retention));
    serve_on(listener, setup, config.site, config.server.clients).await
}

/// Serves on a listener until the process is told to stop.
pub async fn serve_on(listener: TcpListener, setup: Setup, site: Site, clients: Clients) -> anyhow::Result<ExitCode> {
    let tasks = Tasks::default();
    stop_on_signals(&tasks)?;
    let networks = Networks::start(setup, &tasks).await.context("cannot read the journal")?;
    serve_networks(listener, Service::new(networks, site, clients, &tasks), tasks).await
}

/// Serves what is watched already, until the tasks are to stop.
pub async fn serve_networks(listener: TcpListener, service: Service, tasks: Tasks) -> anyhow::Result<ExitCode> {
    tracing::info!(address = %listener.local_addr()?, "listening");
    serve::listen(listener, serve::router(service), tasks.clone()).await;
    let cut_off = tasks.stop(TIDY_UP).await;
    if cut_off.is_empty() {
        tracing::info!("stopped");
    } else {
        tracing::warn!(tasks = cut_off.join(", "), "stopped; some tasks were cut off");
    }
    Ok(ExitCode::SUCCESS)
}

/// Has the tasks stop when the process is told to.
pub fn stop_on_signals(tasks: &Tasks) -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let stop = tasks.stopping().clone();
    tasks.spawn("signals", async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
            () = stop.cancelled() => return,
        }
        tracing::info!("told to stop");
        stop.cancel();
    });
    Ok(())
}
