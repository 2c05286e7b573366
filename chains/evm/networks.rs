//! What is known of a network by its number alone: what nodes don't tell over RPC. A network that isn't listed is taken
//! for one like Ethereum, without anything that only some have. No configuration overrides it but the pace of blocks.

/// What is known of a network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Traits {
    /// What its own coin is called.
    pub coin: &'static str,
    /// Mean seconds between blocks.
    pub block_interval_s: f64,
    /// Who orders transactions.
    pub order: Order,
    /// Most gas that one transaction may ask for, where that is less than a block's (EIP-7825).
    pub tx_gas_limit: Option<u64>,
    /// Share of slots without a block.
    pub missed: f64,
    /// A network for development, which makes a block when there is something for it, be that after days.
    pub on_demand: bool,
}

/// Who orders a network's transactions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Validators or miners, from pools that nodes share.
    Validators,
    /// A sequencer of a layer 2, whose word comes before layer 1 has it. What it can't take at once waits with it.
    Sequencer,
    /// A sequencer that keeps nothing waiting: it takes a transaction at once or refuses it.
    SequencerWithoutPool,
}

/// EIP-7825.
const TX_GAS_LIMIT: u64 = 1 << 24;

/// Ethereum's main network: 6 of 999 slots had no block.
const MISSED: f64 = 0.006;

impl Traits {
    /// What is known of the network with this number.
    pub fn of(chain_id: u64) -> Self {
        Self {
            coin: coin(chain_id),
            block_interval_s: block_interval_s(chain_id),
            order: order(chain_id),
            // Ethereum and its test networks, where it has held since Fusaka.
            tx_gas_limit: matches!(chain_id, 1 | 11_155_111 | 560_048 | 17_000).then_some(TX_GAS_LIMIT),
            missed: if chain_id == 1 { MISSED } else { 0.0 },
            on_demand: matches!(chain_id, 1_337 | 31_337),
        }
    }
}

impl Order {
    /// Whether this is a layer 2.
    pub fn is_layer2(self) -> bool {
        match self {
            Self::Validators => false,
            Self::Sequencer | Self::SequencerWithoutPool => true,
        }
    }
}

fn coin(chain_id: u64) -> &'static str {
    match chain_id {
        56 | 97 => "BNB",
        137 | 80_002 => "POL",
        100 => "xDAI",
        43_114 | 43_113 => "AVAX",
        250 => "FTM",
        146 => "S",
        25 => "CRO",
        42_220 => "CELO",
        5_000 => "MNT",
        _ => "ETH",
    }
}

fn block_interval_s(chain_id: u64) -> f64 {
    match chain_id {
        42_161 | 42_170 | 421_614 => 0.25,
        56 => 0.75,
        137 => 2.0,
        10 | 8_453 | 84_532 | 11_155_420 | 130 | 34_443 | 7_777_777 | 43_114 => 2.0,
        42_220 => 1.0,
        59_144 | 534_352 => 3.0,
        100 => 5.0,
        _ => 12.0,
    }
}

fn order(chain_id: u64) -> Order {
    match chain_id {
        // Arbitrum One, Nova and Sepolia.
        42_161 | 42_170 | 421_614 => Order::SequencerWithoutPool,
        // OP Mainnet, Base, Unichain, Mode, Zora, World Chain, Ink, Soneium, Celo, Mantle, Fraxtal, and test networks of theirs.
        10 | 8_453 | 130 | 34_443 | 7_777_777 | 480 | 57_073 | 1_868 | 42_220 | 5_000 | 252 => Order::Sequencer,
        84_532 | 11_155_420 | 1_301 => Order::Sequencer,
        // Linea, Scroll, zkSync Era, Polygon zkEVM, Blast.
        59_144 | 534_352 | 324 | 1_101 | 81_457 => Order::Sequencer,
        _ => Order::Validators,
    }
}
