//! Leaves a node alone that fails again and again, so that neither it nor those who ask us are kept waiting. Knows no
//! clock and no node.

use std::time::{Duration, Instant};

use crate::NodeError;

/// Failures in a row after which a node is left alone for a while, and the longest such while.
const PATIENCE: u32 = 3;
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Leaves a node alone that has failed several times in a row: for a second at first, then twice as long each time.
#[derive(Debug, Default)]
pub(super) struct Breaker {
    failures: u32,
    until: Option<Instant>,
}

impl Breaker {
    pub(super) fn check(&self, now: Instant) -> Result<(), NodeError> {
        match self.until {
            Some(until) if now < until => Err(NodeError::Unreachable("not asked again so soon after failing".into())),
            Some(_) | None => Ok(()),
        }
    }

    pub(super) fn note(&mut self, failed: bool, now: Instant) {
        if !failed {
            *self = Self::default();
            return;
        }
        self.failures = self.failures.saturating_add(1);
        if self.failures >= PATIENCE {
            let pause = Duration::from_secs(1 << (self.failures - PATIENCE).min(5));
            self.until = Some(now + pause.min(LONGEST_PAUSE));
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end_with_the_first_success() {
        let (mut breaker, began) = (Breaker::default(), Instant::now());
        let after = |secs| began + Duration::from_secs(secs);
        breaker.note(true, began);
        breaker.note(true, began);
        assert!(breaker.check(began).is_ok(), "twice may happen");
        breaker.note(true, began);
        assert!(breaker.check(began).is_err() && breaker.check(after(1)).is_ok());
        for _ in 0..50 {
            breaker.note(true, began);
        }
        assert!(breaker.check(after(29)).is_err() && breaker.check(after(30)).is_ok());
        breaker.note(false, began);
        assert!(breaker.check(began).is_ok());
    }
}
