//! Places for those who watch: so many for all, and of these so many for one client. A place is given back when it is
//! dropped. Knows nothing of what is watched.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{client::Client, error::ApiError};

/// All places. Clones share them.
#[derive(Clone)]
pub struct Places {
    free: Arc<Semaphore>,
    taken: Arc<Mutex<Taken>>,
}

/// By whom; never more than there are places, as who has none isn't in it.
type Taken = HashMap<IpAddr, usize>;

/// A place for as long as it is held.
pub struct Place {
    _permit: OwnedSemaphorePermit,
    _share: Option<Share>,
}

/// What a client has taken, to be counted back.
struct Share {
    address: IpAddr,
    taken: Arc<Mutex<Taken>>,
}

/// Watchers at once. Each costs a connection and some kilobytes.
const MOST: usize = 2000;
/// Of these, one client's: a support team behind one address has dozens of tickets open, and twenty such addresses have
/// room.
const MOST_OF_ONE: usize = 100;
/// A place comes free when a tab is closed, which nobody can foretell.
const WAIT_S: u64 = 10;

impl Places {
    pub fn new() -> Self {
        Self { free: Arc::new(Semaphore::new(MOST)), taken: Arc::default() }
    }

    /// A place, where there is one left for this client.
    pub fn take(&self, client: Client) -> Result<Place, ApiError> {
        let share = match client {
            Client::Operator => None,
            Client::Public(address) => Some(self.share(address)?),
        };
        let permit = self.free.clone().try_acquire_owned();
        let permit = permit.map_err(|_| ApiError::NotReady("too many watch at the moment; try again later"))?;
        Ok(Place { _permit: permit, _share: share })
    }

    fn share(&self, address: IpAddr) -> Result<Share, ApiError> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.get(&address).copied().unwrap_or_default();
        if count >= MOST_OF_ONE {
            return Err(ApiError::RateLimited { why: "too many watch from your address", wait_s: WAIT_S });
        }
        taken.insert(address, count + 1);
        Ok(Share { address, taken: self.taken.clone() })
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let left = taken.get(&self.address).map_or(0, |count| count.saturating_sub(1));
        if left == 0 {
            taken.remove(&self.address);
        } else {
            taken.insert(self.address, left);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn one_client_leaves_room_for_others() {
        let places = Places::new();
        let client = |last| Client::Public([203, 0, 113, last].into());
        let held: Vec<Place> = (0..MOST_OF_ONE).map(|_| places.take(client(9)).unwrap()).collect();
        assert!(matches!(places.take(client(9)), Err(ApiError::RateLimited { .. })));
        drop(places.take(client(10)).unwrap());
        drop(held);
        assert!(places.take(client(9)).is_ok());
        assert!(places.taken.lock().unwrap().is_empty(), "who holds no place isn't remembered");
    }

    #[test]
    fn the_operator_has_what_there_is() {
        let places = Places::new();
        let held: Vec<Place> = (0..MOST).map(|_| places.take(Client::Operator).unwrap()).collect();
        for client in [Client::Operator, Client::Public([203, 0, 113, 9].into())] {
            assert!(matches!(places.take(client), Err(ApiError::NotReady(_))));
        }
        drop(held);
        assert!(places.taken.lock().unwrap().is_empty());
    }
}
