//! txwhy says in plain words why a blockchain transfer has not arrived, when it will, and what to do.
//!
//! # Map
//! ```text
//!            chains/                          src/
//! node -> watch, wire -> Observation -> index -> Facts -> diagnose -> explain -> answer -> serve, CLI
//!            fetch  <-  Ask  <-  lookup            eta  --^            journal (store) <- index
//! ```
//! | where | what | knows nothing of |
//! |---|---|---|
//! | `chains` | the vocabulary, and an adapter per kind of chain: I/O with nodes, node JSON | the service, causes, words |
//! | [`index`] | what the nodes of a chain hold, merged: `apply` in, `facts` out; pure | I/O, the clock, causes |
//! | [`facts`] | what is held about one transaction at one moment | conclusions, JSON |
//! | [`diagnose`] | ordered rules from facts to the cause; pure | words, I/O, the clock, the index |
//! | [`pace`] | what is usual: how blocks come, and from when on their absence isn't; pure | incidents, causes |
//! | [`condition`] | how a network does as a whole: what decides; pure | words, the past |
//! | [`going`] | what to pay for which wait; pure | transactions |
//! | [`eta`] | when: quantiles from the queue; pure | the index, nodes |
//! | [`explain`] | from the cause to words, one Fluent file a language | decisions |
//! | [`help`] | articles for the public, a Markdown file a language, and their search | transactions, networks, HTTP |
//! | [`answer`] | the public contract: the only outward JSON of a transaction | how it came about |
//! | [`history`] | how each network was: samples into marks that are thinned as they age; pure | I/O, the clock |
//! | [`incidents`] | when something unusual begins and ends, by rules over samples; pure | I/O, words |
//! | [`store`] | what must outlive the process: what waits and what left, the history, the incidents | why |
//! | [`lookup`] | the engine: followers that feed the index, look-ups that miss it, caches | HTTP |
//! | [`serve`] | routes, limits, problems, OpenAPI, pages, streams | nodes |
//! | [`parse`], [`config`] | the doors: what people paste, what operators write | everything else |
//! | [`tasks`] | the only place that spawns | what it runs |
//!
//! # Invariants
//! - **One way in.** Heard (pushed, polled) or asked (a look-up that misses the index), what a node says becomes a
//!   [`chains::Observation`]. **One way out.** Every surface renders the same [`answer::Answer`].
//! - The core ([`index`], [`diagnose`], [`eta`], [`explain`]) is pure: time is an argument, it can't fail, and it knows
//!   neither tokio nor nodes.
//! - The cost of an observation is proportional to what it changes, never to the mempool's size; a look-up of an
//!   indexed transaction asks no node.
//! - A node's silence is not absence: facts carry how well we could see ([`facts::Coverage`]), and a transaction is
//!   never blamed for our blindness.
//! - A cause's code is its file in `diagnose/`, its key in `explain/locales` and its value in the API.
//!
//! # A walk-through: one transfer, from a node to a sentence
//! 1. `main` reads a checked [`config::Config`], connects each chain ([`chains::connect`] opens no connection yet),
//!    restores the [`index`] from the journal, and starts a follower task per node.
//! 2. The follower (`chains/bitcoin/watch.rs`) subscribes, tells the last 288 blocks as `Event::Block` and `Event::Tip`,
//!    then the mempool as `Event::Mempool(ids)`. [`index::Index::apply`] answers with the ids whose details it lacks; the
//!    follower fetches these in batches and tells each as `Event::Entered`. From then on pushes and polls say what
//!    changes; a gap in the counter leads back to the same steps.
//! 3. A cheap transaction enters. `apply` puts it into its cluster (the transactions that it spends from and that spend
//!    from it), recomputes that cluster's mining order, moves its vB in the queue, and hands a row to the journal.
//! 4. Somebody asks `GET /v1/tx/{id}`. [`parse`] reads the id; [`lookup`] finds a rendered answer of the last second, or
//!    [`index::Index::facts`] gives its place: 3.1 sat/vB, 2.4 blocks ahead. [`diagnose`] goes through its rules;
//!    `fee_below_market` is the first that holds. [`eta`] says how long 3 Poisson blocks take. [`explain`] says it in the
//!    customer's language with the rate that would make the next block; [`answer`] gives it the contract's shape.
//! 5. The sender replaces it. The node says `Left` of the first and `Entered` of the second, whose claims (outpoints)
//!    include one of the first's: `apply` closes the departure as replaced, drops the rendered answer, and journals why. The
//!    next look-up of the first id follows its successor to the end: waiting, in a block, or replaced again.
//! 6. An id that the index doesn't know goes to the journal and then, once however many ask at the same time, to every
//!    node ([`chains::Chain::fetch`]); what they say goes into the same `facts`, which can say "we can't know" as well.
//! 7. On a chain with gas (`chains/evm`) nodes don't show their mempools: the follower tells blocks with their senders'
//!    nonces, what gas costs and how final the chain is; what waits is known by asking, once for all who ask, and the
//!    index remembers who asked about what. `Facts::gas` holds the sender's line of nonces, the price and the outcome,
//!    and the same rules, words and answer follow.
#![allow(missing_docs)]

pub mod answer;
pub mod condition;
pub mod config;
pub mod demo;
pub mod diagnose;
pub mod eta;
pub mod explain;
pub mod facts;
pub mod going;
pub mod help;
pub mod history;
pub mod incidents;
pub mod index;
pub mod lookup;
pub mod metrics;
pub mod pace;
pub mod parse;
pub mod serve;
pub mod store;
pub mod tasks;
pub mod untrusted;
