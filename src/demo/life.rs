//! How the busy network goes on: people send, some pay more, blocks come at random. The queue stays about as long.

use std::time::Duration;

use chains::simulated::{BLOCK_VSIZE, Simulator};

use super::{INTERVAL_S, market::Market, script::QUEUE};

const SECOND: Duration = Duration::from_secs(1);

/// The busy network from now on.
pub struct Life {
    simulator: Simulator,
    market: Market,
    next_block_s: f64,
}

impl Life {
    pub fn new(simulator: Simulator, mut market: Market) -> Self {
        let next_block_s = market.exponential(INTERVAL_S);
        Self { simulator, market, next_block_s }
    }

    /// Goes on for ever.
    pub async fn go_on(&mut self) {
        loop {
            tokio::time::sleep(SECOND).await;
            self.send();
            self.next_block_s -= SECOND.as_secs_f64();
            if self.next_block_s <= 0.0 {
                let block = self.simulator.mine();
                tracing::debug!(height = block.height, "mined");
                self.next_block_s = self.market.exponential(INTERVAL_S);
            }
        }
    }

    /// A second's worth: what blocks take on average, more where the queue is short, less where it is long.
    fn send(&mut self) {
        let blocks = self.simulator.waiting_vsize() as f64 / BLOCK_VSIZE as f64;
        let pace = (QUEUE / blocks.max(0.1)).clamp(0.5, 1.6);
        let mut room = BLOCK_VSIZE as f64 / INTERVAL_S * pace;
        while room > 0.0 {
            let draft = self.market.draft();
            room -= f64::from(draft.vsize);
            let Ok(id) = self.simulator.send(draft.clone()) else { continue };
            if self.market.chance(0.02) {
                let rate = 2.0 * draft.fee as f64 / f64::from(draft.vsize);
                let raised = self.simulator.draft(&id).map(|draft| draft.bumped(rate));
                // Refused where it doesn't pay for what it replaces; then the first one stays.
                let _ = raised.map(|draft| self.simulator.send(draft));
            }
        }
    }
}
