//! `txwhy incident`: the networks' incidents as the store has them, and the operator's word on one. A running service
//! shows a note within seconds; none is needed for it.

use std::{
    io::{self, Write},
    process::ExitCode,
    sync::Arc,
};

use anyhow::{Context, anyhow, bail};
use clap::Subcommand;
use jiff::{Timestamp, Unit};
use txwhy::{
    answer::IncidentReport,
    config::Config,
    incidents::{Event, Incident, Incidents, What, note},
    serve::negotiate,
    store::Journal,
};

use super::ConfigFile;

/// What to do.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    file: ConfigFile,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Shows incidents, newest first: those that go on, or all.
    List {
        /// Past ones too.
        #[arg(long)]
        all: bool,
        /// Language of what is shown.
        #[arg(long, default_value = "en")]
        lang: String,
    },
    /// Adds a note, which everybody can read. Nothing can be taken back.
    Note {
        /// The incident's id, as `list` shows it.
        id: String,
        /// What to say, in at most 1000 characters.
        text: String,
    },
}

/// Lists, or notes.
pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let config = Config::load(&arguments.file.config)?;
    let journal = Journal::open(&config.store.url).await.context("cannot open the journal")?;
    match arguments.command {
        Command::List { all, lang } => list(&journal, all, &lang).await?,
        Command::Note { id, text } => add(&journal, &id, &text).await?,
    }
    journal.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn list(journal: &Journal, all: bool, lang: &str) -> anyhow::Result<()> {
    let mut found: Vec<Incident> = Vec::new();
    for chain in journal.troubled_chains().await? {
        let chain: Arc<str> = chain.into();
        let mut incidents = Incidents::default();
        for event in journal.incidents(&chain, 0).await?.into_iter().filter_map(|(_, event)| event) {
            incidents.apply(&chain, event);
        }
        found.extend(incidents.all().iter().filter(|incident| all || incident.closed.is_none()).cloned());
    }
    found.sort_by_key(|incident| std::cmp::Reverse(incident.opened()));
    let mut out = io::stdout().lock();
    if found.is_empty() {
        writeln!(out, "no incidents{}", if all { "" } else { " now; --all shows past ones" })?;
    }
    for incident in &found {
        show(&mut out, &IncidentReport::new(incident, negotiate(Some(lang), None)))?;
    }
    Ok(())
}

fn show(out: &mut impl Write, incident: &IncidentReport) -> io::Result<()> {
    let time = |at: Timestamp| at.round(Unit::Second).unwrap_or(at);
    let state = incident.closed.map_or_else(|| "open".to_owned(), |closed| format!("over since {}", time(closed.0)));
    writeln!(out, "{}\n  {} ({state})", incident.id, incident.title)?;
    for update in &incident.updates {
        writeln!(out, "  {} {}: {}", time(update.at.0), update.what, update.text)?;
    }
    writeln!(out)
}

async fn add(journal: &Journal, id: &str, text: &str) -> anyhow::Result<()> {
    let text = note(text).map_err(|problem| anyhow!(problem))?;
    let Some(chain) = journal.chain_of(id).await? else { bail!("there is no incident of this id") };
    let event = Event { incident: id.into(), at: Timestamp::now(), what: What::Noted(text) };
    journal.add(&chain, &[event]).await?;
    writeln!(io::stdout().lock(), "noted; a running service shows it within seconds")?;
    Ok(())
}
