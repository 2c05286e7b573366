//! A made-up network in every kind of trouble, for trying the service without a node. Everything in it goes through the
//! same engine as the real thing; only the nodes are simulated, and every answer says so.

use std::sync::Arc;

use chains::{
    Chain, Kind, NodeError, NodeId, TxId, TxIndex,
    simulated::{Draft, Simulator, gas::GasSimulator},
};
use jiff::{SignedDuration, Timestamp};

use self::{life::Life, market::Market, past::Ends};
use crate::{
    facts::gas::Tag,
    index::Settings,
    store::{self, Journal},
    tasks::Tasks,
};

mod gas;
mod life;
mod market;
mod past;
mod script;

/// Mean seconds between the demo's blocks: short, so that something happens while one looks. Estimates go by the same
/// figure, so they are as honest as those for a real chain.
pub const INTERVAL_S: f64 = 45.0;

/// Mean seconds between blocks where none comes, as by Bitcoin's rules.
const REAL_INTERVAL_S: f64 = 600.0;

const BUSY: &str = "demo";
const SLOW: &str = "demo-slow";
const BLIND: &str = "demo-blind";
const REQUIRED: u64 = 2;
const HEIGHT: u64 = 900_000;
/// Minutes since the slow network's last block.
const SLOW_MIN: i64 = 104;
/// And since the blind one's.
const BLIND_MIN: i64 = 9;

/// Four made-up networks: one that is busy, one whose blocks don't come, one whose only node is down, and one with gas.
pub struct Demo {
    busy: Simulator,
    slow: Simulator,
    blind: Simulator,
    gas: GasSimulator,
    market: Market,
    began: Timestamp,
}

/// A transaction to look up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// What is wrong with it, for people.
    pub label: &'static str,
    /// On which chain to ask.
    pub chain: &'static str,
    /// Its id.
    pub id: TxId,
    /// The cause that the answer gives, at first: the networks live on.
    pub cause: &'static str,
}

impl Demo {
    /// What there was before anybody watched. The same seed gives the same networks, apart from the time.
    pub fn new(seed: u64, now: Timestamp) -> Self {
        let ago = |minutes| now.saturating_sub(SignedDuration::from_mins(minutes)).unwrap_or(Timestamp::MIN);
        let mut demo = Self {
            busy: Simulator::new(&["main"], seed, HEIGHT, ago(35)),
            slow: Simulator::new(&["main"], seed + 1, HEIGHT, ago(SLOW_MIN)),
            blind: Simulator::new(&["main"], seed + 2, HEIGHT, ago(BLIND_MIN)),
            gas: GasSimulator::new("main", seed + 3, gas::HEIGHT, ago(20)),
            market: Market::new(seed),
            began: now,
        };
        for simulator in [&demo.busy, &demo.slow, &demo.blind] {
            simulator.configure(NodeId(0), |node| {
                node.tx_index = TxIndex::Yes;
                node.expiry_hours = Some(336);
            });
        }
        script::past(&demo.busy, &mut demo.market, now);
        demo
    }

    /// The networks, to be followed.
    pub fn chains(&self) -> Vec<(Settings, Arc<dyn Chain>)> {
        let all = [
            (BUSY, &self.busy, INTERVAL_S),
            (SLOW, &self.slow, REAL_INTERVAL_S),
            (BLIND, &self.blind, REAL_INTERVAL_S),
        ];
        let chain_id = chains::simulated::gas::CHAIN_ID;
        let with_gas = Settings {
            chain: gas::NAME.into(),
            kind: Kind::Evm { chain_id },
            nodes: self.gas.nodes().to_vec(),
            watching_since: self.began,
            required: gas::REQUIRED,
            wanted: Some(Tag::Finalized),
            block_interval_s: gas::INTERVAL_S,
            contracts: Default::default(),
        };
        let with_gas = (with_gas, Arc::new(self.gas.clone()) as Arc<dyn Chain>);
        let chains = all.into_iter().map(|(name, simulator, block_interval_s)| {
            let settings = Settings {
                chain: name.into(),
                kind: Kind::Simulated,
                nodes: simulator.nodes().to_vec(),
                watching_since: self.began,
                required: REQUIRED,
                wanted: None,
                block_interval_s,
                contracts: Default::default(),
            };
            (settings, Arc::new(simulator.clone()) as Arc<dyn Chain>)
        });
        chains.chain([with_gas]).collect()
    }

    /// Writes ninety days into the store that the networks never had; before they are followed.
    pub async fn remember(&self, journal: &Journal) -> Result<(), store::Error> {
        let with_gas = Kind::Evm { chain_id: chains::simulated::gas::CHAIN_ID };
        let all = [
            (BUSY, (Kind::Simulated, INTERVAL_S), Ends::Busy),
            (SLOW, (Kind::Simulated, REAL_INTERVAL_S), Ends::Late(SLOW_MIN)),
            (BLIND, (Kind::Simulated, REAL_INTERVAL_S), Ends::Blind(BLIND_MIN)),
            (gas::NAME, (with_gas, gas::INTERVAL_S), Ends::Well),
        ];
        for (name, pace, ends) in all {
            past::invent(journal, &name.into(), pace, ends, self.began).await?;
        }
        Ok(())
    }

    /// Plays what goes wrong, once the networks are followed, and says where to look. Some of it shows only after a few
    /// seconds, as with real nodes, which don't say why a transaction left.
    pub async fn play(&mut self) -> Vec<Example> {
        for simulator in [&self.busy, &self.slow, &self.blind] {
            simulator.delivered().await;
        }
        self.gas.delivered().await;
        let mut examples = script::waiting(&self.busy, &mut self.market);
        examples.extend(script::mined(&self.busy, &mut self.market));
        self.busy.delivered().await;
        examples.extend(script::gone(&self.busy));
        examples.extend(script::unknown(&self.busy, &mut self.market));
        examples.extend(self.elsewhere());
        examples.extend(gas::play(&self.gas, &mut self.market).await);
        self.busy.delivered().await;
        self.blind.delivered().await;
        examples
    }

    /// New transactions every second and a block now and then, until the tasks are to stop.
    pub fn live(self, tasks: &Tasks) {
        let stop = tasks.stopping().clone();
        let mut life = Life::new(self.busy, self.market);
        tasks.spawn("demo", async move {
            let with_gas = gas::go_on(&self.gas);
            stop.run_until_cancelled(async move { tokio::join!(life.go_on(), with_gas) }).await;
        });
    }

    /// What goes wrong with the networks themselves.
    fn elsewhere(&mut self) -> Vec<Example> {
        let waiting = (0..200).map(|_| self.slow.send(self.market.draft())).filter_map(Result::ok).count();
        let late = self.slow.send(Draft::paying(60.0).aged(SignedDuration::from_mins(31))).ok();
        tracing::debug!(waiting, "transactions wait for a block that doesn't come");
        self.blind.stop(NodeId(0), NodeError::Unreachable("the demo has switched it off".into()));
        let late =
            late.map(|id| Example { label: "pays enough, but no block comes", chain: SLOW, id, cause: "slow_blocks" });
        let hidden =
            Example { label: "our only node is down", chain: BLIND, id: self.market.id(), cause: "node_behind" };
        late.into_iter().chain([hidden]).collect()
    }
}

#[cfg(test)]
mod tests;
