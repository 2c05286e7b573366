//! How figures look in answers: moments, coin amounts, rates and durations, each rounded to what it can claim.
//! Knows no transaction and no cause.

use jiff::{Timestamp, Unit};
use serde::{Serialize, Serializer};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::SchemaType, schema::Type},
};

/// A moment, RFC 3339, UTC, to the millisecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ToSchema)]
#[schema(value_type = String, format = DateTime, examples("2026-11-22T09:30:00Z"))]
pub struct Moment(pub Timestamp);

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0.round(Unit::Millisecond).unwrap_or(self.0))
    }
}

impl From<Timestamp> for Moment {
    fn from(at: Timestamp) -> Self {
        Self(at)
    }
}

/// An amount of bitcoin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Amount {
    /// In bitcoin, as a decimal string.
    #[schema(examples("0.0012"))]
    pub btc: String,
    /// In satoshi.
    pub sat: u64,
}

impl Amount {
    /// So many satoshi.
    pub fn sat(sat: u64) -> Self {
        let decimals = format!("{:08}", sat % SAT_PER_BTC);
        let btc = format!("{}.{}", sat / SAT_PER_BTC, decimals);
        Self { btc: btc.trim_end_matches('0').trim_end_matches('.').to_owned(), sat }
    }
}

const SAT_PER_BTC: u64 = 100_000_000;

/// A rate or a count of blocks, to three decimals: nodes tell no more.
pub fn rate(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// Whole seconds, never negative.
pub fn seconds(value: f64) -> u64 {
    value.max(0.0).round() as u64
}

/// Whole seconds from one moment to a later one; 0 where clocks disagree.
pub fn seconds_between(from: Timestamp, to: Timestamp) -> u64 {
    u64::try_from(to.as_second().saturating_sub(from.as_second())).unwrap_or(0)
}

/// A whole number of the sender's or the chain's choice, up to 2^64: a string where it is above 2^53, as readers that know
/// only floating-point numbers would round it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whole(pub u64);

/// 2^53.
const EXACT: u64 = 1 << 53;

impl Serialize for Whole {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 > EXACT { serializer.collect_str(&self.0) } else { serializer.serialize_u64(self.0) }
    }
}

impl PartialSchema for Whole {
    fn schema() -> RefOr<Schema> {
        let either = SchemaType::from_iter([Type::Integer, Type::String]);
        let text = "A whole number; a string of its digits where it is above 2^53.";
        ObjectBuilder::new().schema_type(either).description(Some(text)).into()
    }
}

impl ToSchema for Whole {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_beyond_what_floats_hold_are_strings() {
        assert_eq!(serde_json::json!(Whole(1 << 53)), serde_json::json!(9_007_199_254_740_992_u64));
        assert_eq!(serde_json::json!(Whole(u64::MAX)), serde_json::json!("18446744073709551615"));
    }

    #[test]
    fn amounts_have_no_needless_digits() {
        assert_eq!(Amount::sat(120_000).btc, "0.0012");
        assert_eq!(Amount::sat(100_000_000).btc, "1");
        assert_eq!(Amount::sat(0).btc, "0");
        assert_eq!(Amount::sat(2_100_000_000_000_001).btc, "21000000.00000001");
    }

    #[test]
    fn a_clock_that_lags_gives_no_negative_age() {
        let late = Timestamp::from_second(10).unwrap_or_default();
        assert_eq!(seconds_between(late, Timestamp::UNIX_EPOCH), 0);
        assert_eq!(seconds_between(Timestamp::UNIX_EPOCH, late), 10);
    }

    #[test]
    fn rates_that_are_no_number_become_null() {
        assert_eq!(serde_json::json!(rate(f64::INFINITY)), serde_json::Value::Null);
    }
}
