//! `txwhy demo`: the service on made-up networks, with a transaction in each kind of trouble to look up. Needs no node,
//! no configuration and no file.

use std::{
    io::{self, Write},
    net::{Ipv4Addr, SocketAddr},
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use anyhow::{Context, anyhow};
use jiff::{SignedDuration, Timestamp};
use tokio::{
    net::TcpListener,
    time::{sleep, timeout},
};
use txwhy::{
    config::{Clients, LogFormat, Site},
    demo::{Demo, Example, INTERVAL_S},
    explain::Expectation,
    lookup::{Networks, Question, Setup},
    metrics::Metrics,
    parse,
    serve::{Service, negotiate},
    store::Journal,
    tasks::Tasks,
};

use super::{
    serve::{serve_networks, stop_on_signals},
    start_log,
    why::show,
};

/// Where to listen, and for how long.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Where to listen; without it on 127.0.0.1:8080, or on a free port where that one is taken.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Shows an answer in each language and ends.
    #[arg(long)]
    once: bool,
}

const PORT: u16 = 8080;
/// The same transactions at each start.
const SEED: u64 = 1;
/// Why a transaction left shows only after a while, here as with real nodes.
const PATIENCE: Duration = Duration::from_secs(30);
const LANGUAGES: [&str; 2] = ["en", "zh-CN"];
/// The answer that is shown at the start.
const SAMPLE: &str = "fee_below_market";

/// Plays the demo until it is told to stop.
pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    start_log(LogFormat::Text, if arguments.once { "error" } else { "warn" });
    let mut demo = Demo::new(SEED, Timestamp::now());
    let journal = Journal::open("sqlite::memory:").await?;
    if !arguments.once {
        demo.remember(&journal).await?;
    }
    let setup = Setup {
        chains: demo.chains(),
        journal: Some((journal, SignedDuration::from_hours(24))),
        metrics: Arc::new(Metrics::new()?),
        clock: Arc::new(Timestamp::now),
    };
    let tasks = Tasks::default();
    stop_on_signals(&tasks)?;
    let networks = Networks::start(setup, &tasks).await?;
    let examples = demo.play().await;
    if arguments.once {
        show_samples(&networks, &examples).await?;
        tasks.stop(Duration::from_secs(2)).await;
        return Ok(ExitCode::SUCCESS);
    }
    let listener = listen(arguments.listen).await?;
    let address = listener.local_addr()?;
    let service = Service::new(networks.clone(), Site::default(), Clients::default(), &tasks);
    // The pages needn't wait for what shows after a while; who is invited finds all of it.
    let stop = tasks.stopping().clone();
    let invited = stop.run_until_cancelled(async {
        show_samples(&networks, &examples).await?;
        invite(&examples, address)?;
        demo.live(&tasks);
        anyhow::Ok(())
    });
    let invited = async { invited.await.unwrap_or(Ok(())) };
    let (served, ()) = tokio::try_join!(serve_networks(listener, service, tasks.clone()), invited)?;
    Ok(served)
}

async fn listen(address: Option<SocketAddr>) -> anyhow::Result<TcpListener> {
    let usual = SocketAddr::from((Ipv4Addr::LOCALHOST, PORT));
    match (TcpListener::bind(address.unwrap_or(usual)).await, address) {
        (Err(error), None) if error.kind() == io::ErrorKind::AddrInUse => {
            TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.context("cannot listen on 127.0.0.1")
        }
        (bound, _) => bound.with_context(|| format!("cannot listen on {}", address.unwrap_or(usual))),
    }
}

/// Waits until each example's trouble shows.
async fn told(networks: &Networks, examples: &[Example]) {
    for example in examples {
        loop {
            let answer = ask(networks, example, "en").await;
            if answer
                .is_ok_and(|answer| answer.pointer("/cause/code").and_then(|code| code.as_str()) == Some(example.cause))
            {
                break;
            }
            sleep(Duration::from_millis(200)).await;
        }
    }
}

/// Shows an answer in each language, once each example's trouble shows.
async fn show_samples(networks: &Networks, examples: &[Example]) -> anyhow::Result<()> {
    // What doesn't show by then is told as it is.
    let _ = timeout(PATIENCE, told(networks, examples)).await;
    let sample = examples.iter().find(|example| example.cause == SAMPLE).context("the demo has no sample")?;
    for lang in LANGUAGES {
        let answer = ask(networks, sample, lang).await?;
        show(&mut io::stdout().lock(), &answer)?;
    }
    Ok(())
}

async fn ask(networks: &Networks, example: &Example, lang: &str) -> anyhow::Result<serde_json::Value> {
    let tx = parse::tx_ref(&example.id.to_string()).map_err(|error| anyhow!(error))?;
    let question = Question {
        tx,
        chain: Some(example.chain.into()),
        lang: negotiate(Some(lang), None),
        required: None,
        expected: Expectation::default(),
    };
    Ok(serde_json::to_value(&*networks.look_up(&question).await?.answer)?)
}

fn invite(examples: &[Example], address: SocketAddr) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "Everything here is made up: four simulated networks, a transaction for each kind of trouble.")?;
    writeln!(
        out,
        "On the busy one a block comes every {INTERVAL_S:.0} s on average, so what waits now may be confirmed soon.\n"
    )?;
    for example in examples {
        writeln!(out, "# {} ({})", example.label, example.cause)?;
        writeln!(out, "curl -s 'http://{address}/v1/tx/{}?chain={}'", example.id, example.chain)?;
    }
    writeln!(out, "\nhttp://{address}/docs describes the API; `?lang=zh-CN` answers in Chinese. Ctrl-C ends.")
}
