//! What gas costs: the newest market that any node told, and futures of its base fee. These take a while to draw, so
//! that it is done outside the index, once a height, and handed in; meanwhile the ones drawn last hold.

use std::sync::Arc;

use chains::{
    Kind,
    account::{GasMarket, Signed},
    evm::{fees, forecast::Forecast, networks::Traits},
};
use rand::{SeedableRng, rngs::StdRng};

use super::Accounts;
use crate::{
    facts::gas::{Costs, NotBefore, Price, past},
    index::Index,
};

/// How far futures of the base fee are drawn, in slots: two hours of Ethereum. Beyond that nothing honest can be said.
const HORIZON: u32 = 600;

/// The tip that counts as going was enough in this share of blocks.
const GOING: f64 = 0.9;

/// The market, and what was drawn from it.
pub(super) struct Market {
    pub told: Arc<GasMarket>,
    forecast: Option<Arc<Forecast>>,
    /// The block and base fee that futures were, or are being, drawn after.
    drawn: Option<(u64, Option<u128>)>,
}

/// Futures to be drawn.
#[derive(Clone, Debug)]
pub struct Draw {
    market: Arc<GasMarket>,
    missed: f64,
}

impl Draw {
    /// Draws them: some milliseconds of work. The same for all who ask after the same block.
    pub fn forecast(&self) -> Option<Forecast> {
        let next_base_fee = whole(self.market.next_base_fee?);
        let mut rng = StdRng::seed_from_u64(self.market.height ^ next_base_fee);
        let rule = self.market.rule?;
        Forecast::draw(&rule, next_base_fee, &past(&self.market), self.missed, HORIZON, &mut rng)
    }
}

impl Accounts {
    pub fn take_market(&mut self, market: GasMarket) {
        let known = self.market.take();
        self.market = match known {
            Some(known) if known.told.height > market.height => Some(known),
            Some(known) => Some(Market { told: Arc::new(market), ..known }),
            None => Some(Market { told: Arc::new(market), forecast: None, drawn: None }),
        };
    }
}

impl Index {
    /// What is to be drawn after the newest market; told once a height.
    pub fn to_draw(&mut self) -> Option<Draw> {
        let Kind::Evm { chain_id } = self.settings.kind else { return None };
        let market = self.gas.market.as_mut().filter(|market| market.drawn != Some(start(&market.told)))?;
        market.drawn = Some(start(&market.told));
        Some(Draw { market: market.told.clone(), missed: Traits::of(chain_id).missed })
    }

    /// Takes what was drawn, unless a newer market came meanwhile: then that one's is being drawn.
    pub fn take_drawn(&mut self, draw: &Draw, forecast: Option<Forecast>) {
        if let Some(market) = self.gas.market.as_mut().filter(|market| start(&market.told) == start(&draw.market)) {
            market.forecast = forecast.map(Arc::new);
        }
    }

    /// What gas costs, whoever asks.
    pub(in crate::index) fn costs(&self) -> Option<Costs> {
        let Kind::Evm { chain_id } = self.settings.kind else { return None };
        let Market { told, forecast, .. } = self.gas.market.as_ref()?;
        let Traits { coin, order, .. } = Traits::of(chain_id);
        let forecast = forecast.clone().filter(|_| told.rule.is_some());
        let finality = self.finality();
        Some(Costs { coin, order, told: told.clone(), forecast, finality, wanted: self.settings.wanted })
    }

    /// What gas costs, and what that means for this one.
    pub(in crate::index) fn price(&self, signed: Option<&Signed>) -> Option<Price> {
        let Kind::Evm { chain_id } = self.settings.kind else { return None };
        let Market { told, forecast, .. } = self.gas.market.as_ref()?;
        let next_base_fee = told.next_base_fee.unwrap_or(0);
        let capped = Traits::of(chain_id).tx_gas_limit.unwrap_or(u64::MAX);
        Some(Price {
            next_base_fee,
            next_blob_fee: told.next_blob_fee,
            going_tip: fees::going_tip(&past(told), GOING).unwrap_or(0),
            gas_limit: told.gas_limit.min(capped),
            not_before: match (told.rule, signed) {
                (Some(rule), Some(signed)) => {
                    let blocks = rule.not_before_blocks(signed.max_fee, whole(next_base_fee));
                    blocks.map_or(NotBefore::Never, NotBefore::Blocks)
                }
                (Some(_) | None, Some(_) | None) => NotBefore::Unknown,
            },
            forecast: forecast.clone().filter(|_| told.rule.is_some()),
        })
    }
}

/// What futures start from. Where a chain has a market of its own, the base fee moves between blocks as well.
fn start(market: &GasMarket) -> (u64, Option<u128>) {
    (market.height, market.next_base_fee)
}

fn whole(wei: u128) -> u64 {
    u64::try_from(wei).unwrap_or(u64::MAX)
}
