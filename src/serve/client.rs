//! Who asks, as bounds count it: the address at the other end of the connection, or the one that a trusted proxy names.
//! Nobody else is believed. Knows no bound.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::{Arc, Once},
};

use axum::{
    extract::ConnectInfo,
    http::{Extensions, HeaderMap},
};
use ipnet::IpNet;

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Client {
    /// The operator, by a tool beside the service or with the key.
    Operator,
    /// Anybody, by address. Of an IPv6 address the first half: the other is each customer's to choose from.
    Public(IpAddr),
}

/// Those whose word is taken on who asks, and on where they were reached. Clones share it.
#[derive(Clone)]
pub struct Proxies(Arc<[IpNet]>);

const FORWARDED_FOR: &str = "x-forwarded-for";

/// What proxies add that don't say for whom they ask.
const OF_PROXIES: [&str; 5] = ["forwarded", "via", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];

/// Everybody behind it counts as one, which its operator should know.
fn silent_proxy(peer: IpAddr) -> Client {
    static TOLD: Once = Once::new();
    TOLD.call_once(
        || tracing::warn!(%peer, "a trusted proxy sends no X-Forwarded-For: all behind it count as one client"),
    );
    Client::Public(counted(peer))
}

/// The other end of the connection. Where nobody told, all who ask count as one.
pub fn peer(extensions: &Extensions) -> IpAddr {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>();
    peer.map_or(Ipv4Addr::UNSPECIFIED.into(), |ConnectInfo(peer)| peer.ip())
}

impl Proxies {
    pub fn new(networks: Vec<IpNet>) -> Self {
        Self(networks.into())
    }

    /// Whether it is one of these.
    pub fn trusts(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }

    /// Who asks, where a request with these headers came from there.
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> Client {
        if !self.trusts(peer) {
            return Client::Public(counted(peer));
        }
        if !headers.contains_key(FORWARDED_FOR) {
            // Health checks, load tests, somebody at the machine: a proxy says for whom it asks. One that doesn't, and
            // gives itself away, would have nobody bounded.
            let silent = OF_PROXIES.iter().any(|name| headers.contains_key(*name));
            return if silent { silent_proxy(peer) } else { Client::Operator };
        }
        Client::Public(counted(self.named(headers).unwrap_or(peer)))
    }

    /// Each proxy adds at the right whom it was asked by, so that what stands left of the first stranger is that
    /// stranger's own claim.
    fn named(&self, headers: &HeaderMap) -> Option<IpAddr> {
        let lines = headers.get_all(FORWARDED_FOR).iter().rev();
        let mut names = lines.flat_map(|line| line.to_str().unwrap_or_default().rsplit(','));
        // One that can't be read ends the search: it may be the stranger.
        names.find_map(|name| match address(name) {
            Some(address) if self.trusts(address) => None,
            other => Some(other),
        })?
    }
}

/// An address, which some proxies write with a port.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    text.parse().ok().or_else(|| text.parse().ok().map(|address: SocketAddr| address.ip()))
}

/// The address that counts.
fn counted(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)).into(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    use super::*;
    use crate::config::Clients;

    fn client(peer: &str, forwarded: &[&str]) -> Client {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append(FORWARDED_FOR, HeaderValue::from_bytes(line.as_bytes()).unwrap());
        }
        let mut networks = Clients::default().trusted_proxies;
        networks.push("10.0.0.0/8".parse().unwrap());
        Proxies::new(networks).client(peer.parse().unwrap(), &headers)
    }

    fn check(peer: &str, forwarded: &[&str], expected: &str) {
        assert_eq!(client(peer, forwarded), Client::Public(expected.parse().unwrap()), "{peer} {forwarded:?}");
    }

    #[test]
    fn a_stranger_is_not_believed() {
        check("203.0.113.9", &[], "203.0.113.9");
        check("203.0.113.9", &["198.51.100.1"], "203.0.113.9");
        check("203.0.113.9", &["127.0.0.1"], "203.0.113.9");
    }

    #[test]
    fn a_proxy_names_the_client() {
        check("127.0.0.1", &["203.0.113.9"], "203.0.113.9");
        check("::ffff:127.0.0.1", &["203.0.113.9:4711"], "203.0.113.9");
        check("::1", &["198.51.100.1, 203.0.113.9,10.0.0.7"], "203.0.113.9");
        check("::1", &["198.51.100.1", "203.0.113.9", "10.0.0.7"], "203.0.113.9");
    }

    #[test]
    fn what_a_proxy_says_unreadably_is_its_own() {
        check("127.0.0.1", &[""], "127.0.0.1");
        check("127.0.0.1", &["unknown"], "127.0.0.1");
        check("127.0.0.1", &["203.0.113.9, unknown"], "127.0.0.1");
        check("127.0.0.1", &["203.0.113.9, ü"], "127.0.0.1");
        check("127.0.0.1", &["10.0.0.7, 127.0.0.1"], "127.0.0.1");
    }

    #[test]
    fn the_operators_tools_name_nobody() {
        assert_eq!(client("127.0.0.1", &[]), Client::Operator);
        assert_eq!(client("::ffff:10.0.0.7", &[]), Client::Operator);
    }

    #[test]
    fn a_proxy_that_names_nobody_is_one_client() {
        for name in OF_PROXIES {
            let headers = HeaderMap::from_iter([(name.parse().unwrap(), HeaderValue::from_static("x"))]);
            let asked = Proxies::new(Clients::default().trusted_proxies).client("127.0.0.1".parse().unwrap(), &headers);
            assert_eq!(asked, Client::Public("127.0.0.1".parse().unwrap()), "{name}");
        }
    }

    #[test]
    fn a_home_is_one_client() {
        check("2001:db8:1:2:3:4:5:6", &[], "2001:db8:1:2::");
        check("127.0.0.1", &["[2001:db8:1:2:ffff::1]:443"], "2001:db8:1:2::");
        check("::ffff:203.0.113.9", &[], "203.0.113.9");
    }

    proptest! {
        #[test]
        fn nothing_that_a_client_claims_makes_it_another(claim in "[ -~]{0,60}") {
            prop_assert_eq!(client("127.0.0.1", &[&claim, "203.0.113.9"]), client("203.0.113.9", &[]));
            let line = format!("{claim}, 203.0.113.9");
            prop_assert_eq!(client("127.0.0.1", &[&line]), client("203.0.113.9", &[]));
        }
    }
}
