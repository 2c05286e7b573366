//! Networks as the links of well-known explorers name them, watched here or not. Knows no configuration.

use url::Url;

/// A network that a link may be about.
#[derive(Debug, PartialEq, Eq)]
pub struct Network {
    /// The name that a configuration would give it.
    pub code: &'static str,
    /// Its own name, the same in every language.
    pub name: &'static str,
    /// What it is akin to.
    pub family: Family,
}

/// What a network is akin to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Bitcoin and its test networks.
    Bitcoin,
    /// A chain with the machine of Ethereum, by its number.
    Evm(u64),
    /// Another kind, which nobody can watch with this service.
    Other,
}

static NETWORKS: [Network; 24] = [
    bitcoin("bitcoin", "Bitcoin"),
    bitcoin("bitcoin-testnet", "Bitcoin Testnet"),
    bitcoin("bitcoin-signet", "Bitcoin Signet"),
    evm("ethereum", "Ethereum", 1),
    evm("sepolia", "Sepolia", 11_155_111),
    evm("base", "Base", 8_453),
    evm("optimism", "OP Mainnet (Optimism)", 10),
    evm("arbitrum", "Arbitrum One", 42_161),
    evm("polygon", "Polygon", 137),
    evm("bsc", "BNB Smart Chain (BSC)", 56),
    evm("gnosis", "Gnosis", 100),
    evm("avalanche", "Avalanche C-Chain", 43_114),
    evm("linea", "Linea", 59_144),
    evm("scroll", "Scroll", 534_352),
    evm("zksync", "ZKsync Era", 324),
    evm("mantle", "Mantle", 5_000),
    evm("celo", "Celo", 42_220),
    other("liquid", "Liquid"),
    other("litecoin", "Litecoin"),
    other("dogecoin", "Dogecoin"),
    other("bitcoin-cash", "Bitcoin Cash"),
    other("tron", "TRON"),
    other("xrpl", "XRP Ledger"),
    other("ton", "TON"),
];

const fn bitcoin(code: &'static str, name: &'static str) -> Network {
    Network { code, name, family: Family::Bitcoin }
}

const fn evm(code: &'static str, name: &'static str, chain_id: u64) -> Network {
    Network { code, name, family: Family::Evm(chain_id) }
}

const fn other(code: &'static str, name: &'static str) -> Network {
    Network { code, name, family: Family::Other }
}

impl Network {
    /// The network of this code.
    pub fn of_code(code: &str) -> Option<&'static Self> {
        NETWORKS.iter().find(|network| network.code == code)
    }

    /// The network that a well-known explorer's link is about.
    pub(super) fn of_link(url: &Url) -> Option<&'static Self> {
        Self::of_code(code_of(url)?)
    }
}

fn code_of(url: &Url) -> Option<&'static str> {
    let host = url.host_str()?.trim_start_matches("www.");
    let first = url.path_segments()?.next().unwrap_or_default();
    let shared = ["mempool.space", "blockstream.info"].contains(&host);
    let several = ["blockchair.com", "oklink.com", "tokenview.io", "3xpl.com"].contains(&host);
    match (host, first) {
        (_, "testnet" | "testnet4") if shared => Some("bitcoin-testnet"),
        (_, "signet") if shared => Some("bitcoin-signet"),
        (_, "liquid" | "liquidtestnet") if shared => Some("liquid"),
        _ if shared => Some("bitcoin"),
        ("btcscan.org" | "blockexplorer.one" | "explorer.btc.com" | "btc.tokenview.io", _) => Some("bitcoin"),
        ("liquid.network", _) => Some("liquid"),
        ("blockchain.com", _) if url.path().contains("/btc") => Some("bitcoin"),
        ("blockchain.com", _) if url.path().contains("/eth") => Some("ethereum"),
        (_, "bitcoin" | "btc") if several => Some("bitcoin"),
        (_, "ethereum" | "eth") if several => Some("ethereum"),
        (_, "bsc" | "bnb") if several => Some("bsc"),
        (_, "litecoin" | "ltc") if several => Some("litecoin"),
        (_, "dogecoin" | "doge") if several => Some("dogecoin"),
        (_, "bitcoin-cash" | "bch") if several => Some("bitcoin-cash"),
        (_, "tron" | "trx") if several => Some("tron"),
        ("etherscan.io" | "eth.blockscout.com" | "beaconcha.in" | "ethplorer.io", _) => Some("ethereum"),
        ("sepolia.etherscan.io" | "eth-sepolia.blockscout.com", _) => Some("sepolia"),
        ("basescan.org" | "base.blockscout.com", _) => Some("base"),
        ("optimistic.etherscan.io" | "optimism.blockscout.com" | "explorer.optimism.io", _) => Some("optimism"),
        ("arbiscan.io" | "arbitrum.blockscout.com", _) => Some("arbitrum"),
        ("polygonscan.com" | "polygon.blockscout.com", _) => Some("polygon"),
        ("bscscan.com", _) => Some("bsc"),
        ("gnosisscan.io" | "gnosis.blockscout.com", _) => Some("gnosis"),
        ("snowtrace.io" | "snowscan.xyz" | "subnets.avax.network", _) => Some("avalanche"),
        ("lineascan.build", _) => Some("linea"),
        ("scrollscan.com", _) => Some("scroll"),
        ("era.zksync.network" | "explorer.zksync.io", _) => Some("zksync"),
        ("mantlescan.xyz", _) => Some("mantle"),
        ("celoscan.io", _) => Some("celo"),
        ("litecoinspace.org", _) => Some("litecoin"),
        ("dogechain.info", _) => Some("dogecoin"),
        ("tronscan.org" | "tronscan.io", _) => Some("tron"),
        ("livenet.xrpl.org" | "xrpscan.com", _) => Some("xrpl"),
        ("tonscan.org" | "tonviewer.com", _) => Some("ton"),
        _ => None,
    }
}
