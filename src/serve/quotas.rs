//! How much one client may ask and say, so that none takes all that there is for everybody. Held in memory alone; whom a
//! request comes from is `client`'s to say, and what it costs the routes'.

use std::{net::IpAddr, num::NonZeroU32, sync::Arc, time::Duration};

use governor::{DefaultKeyedRateLimiter, Quota, clock::Clock};

use super::{client::Client, error::ApiError};
use crate::{
    config::Clients,
    tasks::{Backoff, Tasks},
};

/// What each client has left.
pub struct Quotas {
    /// None where they are not bounded.
    requests: Option<Limiter>,
    opinions: Option<Limiter>,
}

/// One client, and what it has left. Handed on with each of its requests.
#[derive(Clone)]
pub struct Account {
    /// Who it is.
    pub client: Client,
    /// Everybody's.
    pub quotas: Arc<Quotas>,
}

type Limiter = DefaultKeyedRateLimiter<IpAddr>;

/// Opinions an hour. A support team that says of each answer whether it helped has fewer; one address alone would need
/// more than two months to fill all that is kept.
const OPINIONS: u32 = 30;
/// An address is held only after a request that was taken, and until its quota is whole again and the next sweep comes: at a
/// hundred requests a minute, 0.6 s for each that it sent, and ten. However many addresses somebody has, there are
/// hardly more of them than requests came in the last ten seconds: some 15 MB at 20,000 a second. An opinion is remembered
/// for two minutes, and costs a write to the journal, of which there are far fewer.
const SWEPT_EVERY: Backoff = Backoff { first: Duration::from_secs(10), most: Duration::from_secs(10) };

impl Quotas {
    /// Everybody's, whole; those that are whole again are forgotten until the tasks are to stop.
    pub fn start(clients: &Clients, tasks: &Tasks) -> Arc<Self> {
        let quotas = Arc::new(Self::new(clients));
        let swept = quotas.clone();
        tasks.keep("quotas", move || {
            let quotas = swept.clone();
            async move {
                quotas.sweep();
                SWEPT_EVERY
            }
        });
        quotas
    }

    fn new(clients: &Clients) -> Self {
        let requests = NonZeroU32::new(clients.requests_per_minute).map(Quota::per_minute);
        let opinions = NonZeroU32::new(OPINIONS).map(Quota::per_hour);
        Self { requests: requests.map(Limiter::keyed), opinions: opinions.map(Limiter::keyed) }
    }

    fn sweep(&self) {
        for limiter in [&self.requests, &self.opinions].into_iter().flatten() {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

impl Account {
    /// Takes what any request costs.
    pub fn take_request(&self) -> Result<(), ApiError> {
        self.take(&self.quotas.requests, 1, 0, "too many requests from your address")
    }

    /// Takes what a request about several ids costs besides.
    pub fn take_others(&self, ids: usize) -> Result<(), ApiError> {
        let others = ids.saturating_sub(1).try_into().unwrap_or(u32::MAX);
        self.take(&self.quotas.requests, others, 1, "too many ids from your address")
    }

    /// Takes what an opinion costs that is kept.
    pub fn take_opinion(&self) -> Result<(), ApiError> {
        self.take(&self.quotas.opinions, 1, 0, "too many opinions from your address")
    }

    /// Takes so many, where the same request took so many before, which it will need again.
    fn take(&self, limiter: &Option<Limiter>, cost: u32, before: u32, why: &'static str) -> Result<(), ApiError> {
        let Client::Public(address) = self.client else { return Ok(()) };
        let (Some(limiter), Some(cost)) = (limiter, NonZeroU32::new(cost)) else { return Ok(()) };
        let wait = match limiter.check_key_n(&address, cost) {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(until)) => until.wait_time_from(limiter.clock().now()) + until.quota().replenish_interval() * before,
            // More than anybody has at once, which the configuration rules out.
            Err(_) => Duration::from_secs(60),
        };
        Err(ApiError::RateLimited { why, wait_s: whole_seconds(wait) })
    }
}

/// Who comes back then isn't too early, if only just.
fn whole_seconds(wait: Duration) -> u64 {
    (wait.as_secs() + u64::from(wait.subsec_nanos() > 0)).max(1)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    fn accounts(requests_per_minute: u32) -> impl Fn(&str) -> Account {
        let quotas = Arc::new(Quotas::new(&Clients { requests_per_minute, ..Clients::default() }));
        move |address| Account { client: Client::Public(address.parse().unwrap()), quotas: quotas.clone() }
    }

    fn wait_s(taken: Result<(), ApiError>) -> u64 {
        let Err(ApiError::RateLimited { wait_s, .. }) = taken else { panic!("{taken:?}") };
        wait_s
    }

    #[test]
    fn a_hundred_ids_cost_a_hundred() {
        let account = accounts(100);
        let client = account("203.0.113.9");
        client.take_request().unwrap();
        client.take_others(100).unwrap();
        assert!((2..=60).contains(&wait_s(client.take_others(100))));
        account("203.0.113.10").take_request().unwrap();
    }

    #[test]
    fn the_operator_and_who_is_not_bounded_go_on() {
        let unbounded = accounts(0)("203.0.113.9");
        let operator = Account { client: Client::Operator, ..accounts(100)("203.0.113.9") };
        for account in [unbounded, operator] {
            (0..10).for_each(|_| account.take_others(100).unwrap());
        }
    }

    #[test]
    fn opinions_have_a_quota_of_their_own() {
        let client = accounts(100)("203.0.113.9");
        (0..OPINIONS).for_each(|_| client.take_opinion().unwrap());
        assert!(wait_s(client.take_opinion()) <= 120);
        client.take_request().unwrap();
    }

    #[test]
    fn who_has_a_whole_quota_is_forgotten() {
        let account = accounts(60_000);
        for last in 0..=255 {
            account(&format!("203.0.113.{last}")).take_request().unwrap();
        }
        let busy = account("198.51.100.1");
        busy.take_others(50_000).unwrap();
        let held = || busy.quotas.requests.as_ref().unwrap().len();
        // Each has its one request back after a thousandth of a second.
        while held() > 1 {
            busy.quotas.sweep();
        }
        assert_eq!(held(), 1);
    }

    #[test]
    fn waits_are_whole_seconds() {
        for (wait, whole) in [(0, 1), (1, 1), (1_000, 1), (1_001, 2), (59_000, 59)] {
            assert_eq!(whole_seconds(Duration::from_millis(wait)), whole);
        }
    }
}
