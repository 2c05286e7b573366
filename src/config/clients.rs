//! Who asks, and how much each may: the proxies whose word is taken on it, and the bound. Who that is of a given request
//! is the door's to say.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

/// Who asks, and how much each may.
#[derive(Clone, Debug)]
pub struct Clients {
    /// Proxies whose word is taken on who asks, and on where they were reached.
    pub trusted_proxies: Vec<IpNet>,
    /// Requests a minute from one client; 0 where that is not bounded.
    pub requests_per_minute: u32,
}

/// A proxy on the same machine.
const LOOPBACK: [IpNet; 2] = [
    IpNet::new_assert(IpAddr::V4(Ipv4Addr::new(127, 0, 0, 0)), 8),
    IpNet::new_assert(IpAddr::V6(Ipv6Addr::LOCALHOST), 128),
];
/// Ten a second: more than an office looks up, far less than the service answers.
const REQUESTS: u32 = 600;
/// A request about a hundred ids costs as much, and must be possible.
const FEWEST: u32 = 100;

impl Default for Clients {
    fn default() -> Self {
        Self { trusted_proxies: LOOPBACK.into(), requests_per_minute: REQUESTS }
    }
}

impl Clients {
    pub(super) fn check(proxies: Option<Vec<String>>, requests: Option<u32>, problems: &mut Vec<String>) -> Self {
        let default = Self::default();
        let requests_per_minute = requests.unwrap_or(default.requests_per_minute);
        if (1..FEWEST).contains(&requests_per_minute) {
            problems.push(format!("server.requests_per_minute: must be at least {FEWEST}, or 0 for no bound"));
        }
        let mut proxy = |text: &String| {
            let network = network(text);
            if network.is_none() {
                problems.push(format!("server.trusted_proxies: `{text}` is not a network such as 10.0.0.0/8"));
            }
            network
        };
        let trusted_proxies = proxies.map(|proxies| proxies.iter().filter_map(&mut proxy).collect());
        Self { trusted_proxies: trusted_proxies.unwrap_or(default.trusted_proxies), requests_per_minute }
    }
}

/// `10.0.0.0/8`, or one address alone.
fn network(text: &str) -> Option<IpNet> {
    text.parse().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
}
