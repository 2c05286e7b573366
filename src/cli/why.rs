//! `txwhy why`: answers on the terminal, from a running service or straight from the nodes. Shows what an answer says
//! and adds no words of its own.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use anyhow::{Context, bail};
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};
use txwhy::{
    config::{Config, MAX_REQUIRED},
    explain::Expectation,
    lookup::{Networks, Question, Unanswerable},
    metrics::Metrics,
    parse,
    serve::{ApiError, negotiate},
    tasks::Tasks,
};
use url::Url;

use super::{setup, start_log};

/// What to look up, and where.
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit code: 0 every id was answered, be it that nobody knows it; 1 some were not (not an id, \
    or nobody could be asked); 2 the arguments are wrong.")]
pub struct Arguments {
    /// Transactions' ids, or explorers' links that hold one.
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
    /// Language of the answers: en, zh-CN.
    #[arg(long, default_value = "en")]
    lang: String,
    /// Shows the whole answers as JSON.
    #[arg(long)]
    json: bool,
    /// Asks on this configured chain alone.
    #[arg(long)]
    chain: Option<String>,
    /// What the receiver wants: confirmations, or `safe` or `finalized` on an EVM chain.
    #[arg(long, value_parser = is_required)]
    required: Option<String>,
    /// Asks this running service; without it and without a configuration, the one at http://127.0.0.1:8080.
    #[arg(long, value_name = "URL", conflicts_with = "config")]
    service: Option<Url>,
    /// Asks the nodes of this configuration by itself.
    #[arg(long, env = "TXWHY_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
}

/// What the service takes at a time.
const AT_ONCE: usize = 100;
/// A first sync of the mempool and of the last blocks.
const SYNC: Duration = Duration::from_secs(30);
const TIME: Duration = Duration::from_secs(15);

/// Looks up and shows.
pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let results = match (&arguments.service, &arguments.config) {
        (None, Some(file)) => from_nodes(&arguments, file).await?,
        (Some(url), _) => from_service(&arguments, url).await?,
        (None, None) => from_service(&arguments, &Url::parse("http://127.0.0.1:8080")?).await.context(
            "no service could be asked; name one with --service, or a configuration with --config to ask nodes",
        )?,
    };
    let mut out = io::stdout().lock();
    if arguments.json {
        serde_json::to_writer_pretty(&mut out, &results)?;
        writeln!(out)?;
    } else {
        for result in &results {
            show(&mut out, result)?;
        }
    }
    let answered = results.iter().all(|result| result.get("stage").is_some());
    Ok(if answered { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn is_required(text: &str) -> Result<String, String> {
    let most = MAX_REQUIRED;
    let known = parse::required(text, most).is_some();
    known.then(|| text.to_owned()).ok_or_else(|| format!("not a number from 1 to {most}, `safe` or `finalized`"))
}

async fn from_service(arguments: &Arguments, service: &Url) -> anyhow::Result<Vec<Value>> {
    let client = reqwest::Client::builder().timeout(TIME).build()?;
    let url = service.join("/v1/tx")?;
    let mut results = Vec::new();
    for ids in arguments.ids.chunks(AT_ONCE) {
        let body = json!({
            "ids": ids, "lang": arguments.lang, "chain": arguments.chain, "required": arguments.required,
        });
        let response = client.post(url.clone()).json(&body).send().await.context("the service can't be reached")?;
        let mut reply: Value = response.json().await.context("the service's answer can't be read")?;
        match reply.get_mut("answers").map(Value::take) {
            Some(Value::Array(answers)) => results.extend(answers),
            Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_)) | None => {
                let detail = reply.get("detail").and_then(Value::as_str);
                bail!("the service refused: {}", harmless(detail.unwrap_or("it didn't say why")));
            }
        }
    }
    Ok(results)
}

/// The same engine as the service's, without its listener and its journal.
async fn from_nodes(arguments: &Arguments, file: &Path) -> anyhow::Result<Vec<Value>> {
    let config = Config::load(file)?;
    start_log(config.server.log, "warn");
    let tasks = Tasks::default();
    let networks = Networks::start(setup(&config, &Arc::new(Metrics::new()?))?, &tasks).await?;
    // One that is not in sync by then is told as such in the answers.
    let _ = timeout(SYNC, in_sync(&networks)).await;
    let mut results = Vec::new();
    for id in &arguments.ids {
        results.push(one(&networks, arguments, id).await?);
    }
    tasks.stop(Duration::from_secs(2)).await;
    Ok(results)
}

async fn in_sync(networks: &Networks) {
    while !networks.readiness().ready {
        sleep(Duration::from_millis(100)).await;
    }
}

async fn one(networks: &Networks, arguments: &Arguments, id: &str) -> anyhow::Result<Value> {
    let tx = match parse::tx_ref(id) {
        Ok(tx) => tx,
        Err(error) => return Ok(serde_json::to_value(ApiError::from(error).problem())?),
    };
    let question = Question {
        tx,
        chain: arguments.chain.clone(),
        lang: negotiate(Some(&arguments.lang), None),
        required: arguments.required.as_deref().and_then(|text| parse::required(text, MAX_REQUIRED)),
        expected: Expectation::default(),
    };
    match networks.look_up(&question).await {
        Ok(rendered) => Ok(serde_json::to_value(&*rendered.answer)?),
        Err(Unanswerable::UnknownChain(unknown)) => bail!("no such chain here: {unknown}"),
        Err(why @ Unanswerable::NoFinality) => bail!("{why}"),
    }
}

pub(super) fn show(out: &mut impl Write, result: &Value) -> io::Result<()> {
    let text = |pointer: &str| harmless(result.pointer(pointer).and_then(Value::as_str).unwrap_or_default());
    if result.get("stage").is_none() {
        return writeln!(out, "{}\n", text("/detail"));
    }
    let simulated = result.pointer("/facts/simulated") == Some(&Value::Bool(true));
    let label = if simulated { " (simulated)" } else { "" };
    writeln!(out, "{}  {}{label}", text("/id"), text("/chain"))?;
    writeln!(out, "\n  {}\n\n  {}", text("/explanation/headline"), text("/explanation/summary"))?;
    for detail in list(result, "/explanation/details") {
        writeln!(out, "  · {}", harmless(detail.as_str().unwrap_or_default()))?;
    }
    writeln!(out)?;
    for step in list(result, "/explanation/next_steps") {
        writeln!(out, "  → {}", harmless(step.get("text").and_then(Value::as_str).unwrap_or_default()))?;
    }
    writeln!(out, "\n  {}\n", text("/explanation/safety"))
}

fn list<'a>(result: &'a Value, pointer: &str) -> &'a [Value] {
    result.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A service that is not ours may send anything, and a terminal obeys control characters.
fn harmless(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}
