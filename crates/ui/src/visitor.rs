//! Who asks, as far as an address tells: the peer of the connection, or whom a trusted proxy asks for.
//!
//! `X-Forwarded-For` is believed only from the proxies that the operator names, and only as far back as they reach:
//! anybody can write that header. Addresses are for counting in memory; they are neither logged nor kept.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;
use std::sync::Arc;

use axum::http::{HeaderMap, HeaderName};

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
/// More proxies than that stand in no row.
const MOST_HOPS: usize = 20;

/// A range of addresses: `10.0.0.0/8`, `2001:db8::/32`, or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

/// A text that is no range of addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotNetwork;

impl fmt::Display for NotNetwork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("应为 IP 地址或网段，例如 127.0.0.1 或 10.0.0.0/8")
    }
}

impl FromStr for Network {
    type Err = NotNetwork;

    fn from_str(text: &str) -> Result<Self, NotNetwork> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: IpAddr = address.trim().parse().map_err(|_| NotNetwork)?;
        let most = bits_of(address).1;
        let prefix = match prefix {
            Some(prefix) => prefix.trim().parse().map_err(|_| NotNetwork)?,
            None => most,
        };
        if prefix <= most {
            Ok(Self { address, prefix })
        } else {
            Err(NotNetwork)
        }
    }
}

impl Network {
    /// Whether an address lies in it.
    pub fn contains(&self, address: IpAddr) -> bool {
        let ((own, width), (other, other_width)) = (bits_of(self.address), bits_of(address));
        let shift = u32::from(width - self.prefix);
        width == other_width
            && own.checked_shr(shift).unwrap_or(0) == other.checked_shr(shift).unwrap_or(0)
    }
}

fn bits_of(address: IpAddr) -> (u128, u8) {
    match address {
        IpAddr::V4(it) => (u128::from(it.to_bits()), 32),
        IpAddr::V6(it) => (it.to_bits(), 128),
    }
}

/// Tells visitors apart by their address.
#[derive(Debug, Clone)]
pub struct Visitors {
    trusted: Arc<[Network]>,
}

impl Visitors {
    /// Believes these proxies.
    pub fn behind(trusted: Vec<Network>) -> Self {
        Self {
            trusted: trusted.into(),
        }
    }

    /// By what a visitor is counted: the address, of IPv6 the /64 that one line usually gets. `None` where a trusted
    /// proxy does not say for whom it asks: counting the proxy would shut everybody out.
    pub fn key(&self, peer: IpAddr, headers: &HeaderMap) -> Option<IpAddr> {
        let mut address = peer.to_canonical();
        let mut hops = headers
            .get_all(X_FORWARDED_FOR)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(|hop| hop.trim().parse::<IpAddr>())
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .take(MOST_HOPS);
        while self.is_trusted(address) {
            match hops.next() {
                Some(Ok(hop)) => address = hop.to_canonical(),
                Some(Err(_)) | None => return None,
            }
        }
        Some(line_of(address))
    }

    fn is_trusted(&self, address: IpAddr) -> bool {
        self.trusted.iter().any(|it| it.contains(address))
    }
}

fn line_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(it) => IpAddr::V6(Ipv6Addr::from_bits(it.to_bits() >> 64 << 64)),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn key(peer: &str, forwarded: &[&str]) -> Option<String> {
        let visitors = Visitors::behind(vec![
            "127.0.0.0/8".parse().unwrap(),
            "::1".parse().unwrap(),
            "10.0.0.0/8".parse().unwrap(),
        ]);
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(X_FORWARDED_FOR, HeaderValue::from_str(value).unwrap());
        }
        let key = visitors.key(peer.parse().unwrap(), &headers)?;
        Some(key.to_string())
    }

    #[test]
    fn only_trusted_proxies_are_believed_and_only_as_far_as_they_reach() {
        for (peer, forwarded, expected) in [
            ("203.0.113.7", vec![], Some("203.0.113.7")),
            // Whoever comes directly may write what they like.
            ("203.0.113.7", vec!["198.51.100.1"], Some("203.0.113.7")),
            ("127.0.0.1", vec!["203.0.113.7"], Some("203.0.113.7")),
            ("::1", vec!["203.0.113.7"], Some("203.0.113.7")),
            ("::ffff:127.0.0.1", vec!["203.0.113.7"], Some("203.0.113.7")),
            // What the visitor wrote stands before what the proxies added.
            (
                "127.0.0.1",
                vec!["1.1.1.1, 203.0.113.7"],
                Some("203.0.113.7"),
            ),
            (
                "127.0.0.1",
                vec!["1.1.1.1", "203.0.113.7, 10.0.0.9"],
                Some("203.0.113.7"),
            ),
            // A proxy that names nobody.
            ("127.0.0.1", vec![], None),
            ("127.0.0.1", vec!["10.0.0.9"], None),
            ("127.0.0.1", vec!["203.0.113.7, unknown"], None),
        ] {
            let found = key(peer, &forwarded);
            assert_eq!(found.as_deref(), expected, "{peer} {forwarded:?}");
        }
    }

    #[test]
    fn a_line_of_ipv6_is_one_visitor() {
        let one = key("2001:db8:1:2:aaaa::1", &[]);
        assert_eq!(one, key("2001:db8:1:2:bbbb::2", &[]));
        assert_ne!(one, key("2001:db8:1:3::1", &[]));
        assert_eq!(key("::ffff:203.0.113.7", &[]), key("203.0.113.7", &[]));
    }

    #[test]
    fn networks_hold_their_addresses_and_nonsense_is_refused() {
        let holds = |network: &str, address: &str| {
            let network: Network = network.parse().unwrap();
            network.contains(address.parse().unwrap())
        };
        assert!(holds("10.0.0.0/8", "10.255.0.1") && !holds("10.0.0.0/8", "11.0.0.1"));
        assert!(holds("192.168.1.5", "192.168.1.5") && !holds("192.168.1.5", "192.168.1.6"));
        assert!(
            holds("2001:db8::/32", "2001:db8:ffff::1") && !holds("2001:db8::/32", "2001:db9::1")
        );
        assert!(holds("0.0.0.0/0", "203.0.113.7") && !holds("0.0.0.0/0", "2001:db8::1"));
        for wrong in [
            "",
            "10.0.0.0/33",
            "::/129",
            "10.0.0",
            "proxy",
            "10.0.0.0/x",
            "10.0.0.0/-1",
        ] {
            assert_eq!(wrong.parse::<Network>(), Err(NotNetwork), "{wrong}");
        }
    }
}
