//! The commands and their arguments. Each command has a file; what several need is here.

use std::{io::IsTerminal, path::PathBuf, process::ExitCode, sync::Arc};

use anyhow::{Context, anyhow};
use chains::Meter;
use clap::{Parser, Subcommand};
use jiff::Timestamp;
use tracing_subscriber::EnvFilter;
use txwhy::{
    config::{Config, LogFormat},
    index::Settings,
    lookup::Setup,
    metrics::Metrics,
};

mod check;
mod demo;
mod incident;
mod serve;
mod why;

/// Says in plain words why a blockchain transfer has not arrived, when it will, and what to do.
#[derive(Debug, Parser)]
#[command(version, about, arg_required_else_help = true)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the service.
    Serve(ConfigFile),
    /// Says of each transaction where it is, why, and what to do.
    Why(why::Arguments),
    /// Tries everything on made-up networks: needs no node, no configuration and no file.
    Demo(demo::Arguments),
    /// Lists the networks' incidents, or adds your team's word to one.
    Incident(incident::Arguments),
    /// Says of each configured node what it can and can't do, and what that costs the answers.
    #[command(after_help = "Exit code: 0 every node can be used; 1 one can't, or the configuration has problems; \
        2 the arguments are wrong.")]
    Check(ConfigFile),
}

#[derive(Clone, Debug, clap::Args)]
struct ConfigFile {
    /// The configuration.
    #[arg(long, env = "TXWHY_CONFIG", default_value = "txwhy.toml", value_name = "FILE", global = true)]
    config: PathBuf,
}

/// Runs a command.
pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    match arguments.command {
        Command::Serve(file) => serve::run(Config::load(&file.config)?).await,
        Command::Why(arguments) => why::run(arguments).await,
        Command::Demo(arguments) => demo::run(arguments).await,
        Command::Incident(arguments) => incident::run(arguments).await,
        Command::Check(file) => check::run(Config::load(&file.config)?).await,
    }
}

/// Everything that is to be watched, connected, without a journal.
fn setup(config: &Config, metrics: &Arc<Metrics>) -> anyhow::Result<Setup> {
    let mut chains = Vec::new();
    for chain in &config.chains {
        let meter: Arc<dyn Meter> = metrics.clone();
        let connected = chains::connect(chain.kind, chain.nodes.clone(), meter);
        let connected = connected.map_err(|error| anyhow!(error)).with_context(|| format!("chain {}", chain.name))?;
        let settings = Settings {
            chain: chain.name.clone(),
            kind: chain.kind,
            nodes: connected.nodes().to_vec(),
            watching_since: Timestamp::now(),
            required: chain.required,
            wanted: chain.wanted,
            block_interval_s: chain.block_interval_s,
            contracts: chain.contracts.clone(),
        };
        chains.push((settings, connected));
    }
    Ok(Setup { chains, journal: None, metrics: metrics.clone(), clock: Arc::new(Timestamp::now) })
}

/// Logs to standard error, by `TXWHY_LOG` where it is set.
fn start_log(format: LogFormat, default: &str) {
    // What goes wrong between us and a node is told once, by whoever handles it; alloy would tell it as well.
    let default = format!("{default},alloy_pubsub=off,alloy_transport_ws=off,alloy_transport_ipc=off");
    let filter = EnvFilter::try_from_env("TXWHY_LOG").unwrap_or_else(|_| EnvFilter::new(default));
    let colours = std::io::stderr().is_terminal();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(std::io::stderr);
    // It fails only where a log was started before.
    let _ = match format {
        LogFormat::Text => log.try_init(),
        LogFormat::Json => log.json().try_init(),
    };
}
