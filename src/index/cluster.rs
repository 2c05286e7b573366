//! In what packages miners take connected transactions: repeatedly the transaction whose unmined ancestors and
//! itself pay best, with those ancestors. Pure; knows neither ids nor the pool.

/// Most transactions of one cluster that are put in order exactly: a set of them is a word of 128 bits.
pub(super) const EXACT: usize = 128;

/// A transaction among its relatives.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    pub fee: u64,
    pub vsize: u32,
    /// Which of the others it spends from directly, a bit each.
    pub parents: u128,
}

/// The rate (sat/vB) at which each of at most [`EXACT`] members is mined. Ancestor-set selection as Bitcoin Core's
/// miner does it, then chunked: a later package that pays better than the one before is merged into it, so that rates
/// never rise along the order. A rich child lifts its parent; a cheap parent drags its child.
pub(super) fn rates(members: &[Member]) -> Vec<f64> {
    let ancestors = ancestors(members);
    let mut packages: Vec<Package> = ancestors.iter().map(|set| Package::of(members, *set)).collect();
    let mut unmined = low_bits(members.len());
    let mut chunks: Vec<Package> = Vec::new();
    while let Some(best) = bits(unmined).reduce(|a, b| if packages[b].beats(&packages[a]) { b } else { a }) {
        let taken = packages[best];
        unmined &= !taken.set;
        for mined in bits(taken.set) {
            for later in bits(unmined).filter(|later| ancestors[*later] >> mined & 1 == 1) {
                packages[later].drop(mined, members);
            }
        }
        chunk(&mut chunks, taken);
    }
    let mut rates = vec![0.0; members.len()];
    for chunk in chunks {
        bits(chunk.set).for_each(|member| rates[member] = chunk.rate());
    }
    rates
}

/// A set of members with its sums.
#[derive(Clone, Copy)]
struct Package {
    set: u128,
    fee: u128,
    vsize: u128,
}

impl Package {
    fn of(members: &[Member], set: u128) -> Self {
        let mut package = Self { set, fee: 0, vsize: 0 };
        for member in bits(set) {
            package.fee += u128::from(members[member].fee);
            package.vsize += u128::from(members[member].vsize.max(1));
        }
        package
    }

    fn drop(&mut self, member: usize, members: &[Member]) {
        self.set &= !(1 << member);
        self.fee -= u128::from(members[member].fee);
        self.vsize -= u128::from(members[member].vsize.max(1));
    }

    /// Pays a strictly higher rate.
    fn beats(&self, other: &Self) -> bool {
        self.fee * other.vsize > other.fee * self.vsize
    }

    fn rate(&self) -> f64 {
        self.fee as f64 / self.vsize.max(1) as f64
    }
}

/// Appends a package to the order, merged with those before it that pay less.
fn chunk(chunks: &mut Vec<Package>, mut next: Package) {
    while let Some(last) = chunks.pop_if(|last| next.beats(last)) {
        next = Package { set: last.set | next.set, fee: last.fee + next.fee, vsize: last.vsize + next.vsize };
    }
    chunks.push(next);
}

/// Each member's ancestors, itself included.
fn ancestors(members: &[Member]) -> Vec<u128> {
    let mut sets: Vec<u128> = members.iter().enumerate().map(|(own, member)| member.parents | 1 << own).collect();
    // Parents come in any order, so repeat until nothing grows; as many rounds as the longest line of descent at most.
    loop {
        let mut grown = false;
        for own in 0..sets.len() {
            let wider = bits(members[own].parents).fold(sets[own], |set, parent| set | sets[parent]);
            grown |= wider != sets[own];
            sets[own] = wider;
        }
        if !grown {
            return sets;
        }
    }
}

fn low_bits(count: usize) -> u128 {
    if count >= EXACT { u128::MAX } else { (1 << count) - 1 }
}

/// The places of the bits that are set.
pub(super) fn bits(mut set: u128) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let lowest = set.trailing_zeros() as usize;
        set &= set.wrapping_sub(1);
        (lowest < EXACT).then_some(lowest)
    })
}
