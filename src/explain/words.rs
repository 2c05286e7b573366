//! A language's messages and its ways to write numbers, times and durations: Fluent for the messages, ICU for the rest.
//! Built once per language. Knows no causes.

use std::sync::LazyLock;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use icu::{
    calendar::Date,
    datetime::{
        DateTimeFormatter,
        fieldsets::{MD, YMD, YMDT},
        input::{DateTime, Time},
    },
    decimal::{DecimalFormatter, input::Decimal},
    locale::{Locale, locale},
};
use jiff::{Timestamp, tz::TimeZone};
use unic_langid::{LanguageIdentifier, langid};

use super::Lang;

/// One language's words.
pub struct Words {
    bundle: FluentBundle<FluentResource>,
    decimal: Option<DecimalFormatter>,
    time: Option<DateTimeFormatter<YMDT>>,
    day: Option<DateTimeFormatter<MD>>,
}

static EN: LazyLock<Words> = LazyLock::new(|| {
    // British forms of dates: the month is a word, so that nobody takes it for the day.
    let mut words = Words::new(
        [include_str!("locales/en.ftl"), include_str!("locales/en.pages.ftl")],
        langid!("en"),
        &locale!("en-GB-u-hc-h23"),
    );
    words.bundle.set_formatter(Some(|value, _| EN.formatted(value)));
    words
});

static ZH_CN: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words::new(
        [include_str!("locales/zh-CN.ftl"), include_str!("locales/zh-CN.pages.ftl")],
        langid!("zh-CN"),
        &locale!("zh-CN-u-hc-h23"),
    );
    words.bundle.set_formatter(Some(|value, _| ZH_CN.formatted(value)));
    words
});

/// What is shorter is told in seconds, where seconds matter.
const SECONDS: f64 = 90.0;

impl Words {
    /// The words of a language.
    pub fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::ZhCn => &ZH_CN,
        }
    }

    fn new(sources: [&str; 2], lang: LanguageIdentifier, locale: &Locale) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![lang]);
        // The answers are plain text from which ids get copied, and every variable is our own.
        bundle.set_use_isolating(false);
        for source in sources {
            // A mistake in a message leaves the others usable; the tests name it.
            let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(usable, _)| usable);
            bundle.add_resource_overriding(resource);
        }
        Self {
            bundle,
            decimal: DecimalFormatter::try_new(locale.into(), Default::default()).ok(),
            time: DateTimeFormatter::try_new(locale.into(), YMD::medium().with_time_hm()).ok(),
            day: DateTimeFormatter::try_new(locale.into(), MD::medium()).ok(),
        }
    }

    /// The message `id`, or the attribute after a dot in it. An unknown one is said by its name.
    pub fn say(&self, id: &str, args: &FluentArgs<'_>) -> String {
        let (name, attribute) = id.split_once('.').map_or((id, None), |(name, attribute)| (name, Some(attribute)));
        let pattern = self.bundle.get_message(name).and_then(|message| match attribute {
            Some(attribute) => message.get_attribute(attribute).map(|found| found.value()),
            None => message.value(),
        });
        let Some(pattern) = pattern else { return id.to_owned() };
        self.bundle.format_pattern(pattern, Some(args), &mut Vec::new()).into_owned()
    }

    /// Sentences in a row.
    pub fn join<'a>(&self, sentences: impl IntoIterator<Item = &'a str>) -> String {
        let joiner = self.say("joiner", &FluentArgs::new());
        let said: Vec<&str> = sentences.into_iter().filter(|sentence| !sentence.is_empty()).collect();
        said.join(&joiner)
    }

    /// A rate or another measure, to the precision that matters at its size.
    pub fn rate(&self, value: f64) -> String {
        let digits = match value {
            small if small < 1.0 => 2,
            middle if middle < 100.0 => 1,
            _ => 0,
        };
        self.number(value, digits)
    }

    /// A moment, in UTC and saying so.
    pub fn time(&self, at: Timestamp) -> String {
        let utc = at.to_zoned(TimeZone::UTC).datetime();
        let written = self.time.as_ref().and_then(|formatter| {
            let date = Date::try_new_iso(utc.year().into(), utc.month().try_into().ok()?, utc.day().try_into().ok()?);
            let (hour, minute) = (utc.hour().try_into().ok()?, utc.minute().try_into().ok()?);
            let time = Time::try_new(hour, minute, 0, 0).ok()?;
            Some(formatter.format(&DateTime { date: date.ok()?, time }).to_string())
        });
        let written = written.unwrap_or_else(|| utc.strftime("%Y-%m-%d %H:%M").to_string());
        self.say("time", &args([("time", written.into())]))
    }

    /// A day of the last few months, by UTC.
    pub fn day(&self, at: Timestamp) -> String {
        let utc = at.to_zoned(TimeZone::UTC).datetime();
        let written = self.day.as_ref().and_then(|formatter| {
            let date = Date::try_new_iso(utc.year().into(), utc.month().try_into().ok()?, utc.day().try_into().ok()?);
            Some(formatter.format(&date.ok()?).to_string())
        });
        written.unwrap_or_else(|| utc.strftime("%m-%d").to_string())
    }

    /// A length of time that may be a matter of seconds.
    pub fn length(&self, seconds: f64) -> String {
        if seconds < SECONDS {
            return self.say("seconds", &args([("count", seconds.max(0.0).round().into())]));
        }
        self.duration(seconds)
    }

    /// From one length of time, that may be a matter of seconds, to another.
    pub fn lengths(&self, from: f64, to: f64) -> String {
        let (low, high) = (self.length(from), self.length(to));
        match (from < SECONDS, to < SECONDS) {
            _ if low == high => high,
            (true, true) => {
                let figures = [("from", from.max(0.0).round().into()), ("to", to.max(0.0).round().into())];
                self.say("range-seconds", &args(figures))
            }
            (false, false) => self.range(from, to),
            (true | false, _) => self.say("range-mixed", &args([("from", low.into()), ("to", high.into())])),
        }
    }

    /// A length of time, rounded as people would.
    pub fn duration(&self, seconds: f64) -> String {
        let span = Span::of(seconds);
        self.say(span.unit, &args([("count", span.count.into())]))
    }

    /// From one length of time to another.
    pub fn range(&self, from: f64, to: f64) -> String {
        let (low, high) = (Span::of(from), Span::of(to));
        if low == high {
            return self.duration(to);
        }
        if low.unit == high.unit {
            let id = format!("range-{}", low.unit);
            return self.say(&id, &args([("from", low.count.into()), ("to", high.count.into())]));
        }
        let (from, to) = (self.duration(from), self.duration(to));
        self.say("range-mixed", &args([("from", from.into()), ("to", to.into())]))
    }

    fn formatted(&self, value: &FluentValue<'_>) -> Option<String> {
        match value {
            FluentValue::Number(number) => Some(self.number(number.value, 1)),
            FluentValue::String(_) | FluentValue::Custom(_) | FluentValue::None | FluentValue::Error => None,
        }
    }

    fn number(&self, value: f64, digits: usize) -> String {
        let rounded = format!("{value:.digits$}");
        let Some((formatter, mut decimal)) = self.decimal.as_ref().zip(rounded.parse::<Decimal>().ok()) else {
            return rounded;
        };
        decimal.absolute.trim_end();
        formatter.format(&decimal).to_string()
    }
}

/// The values of a message's variables.
pub fn args<const N: usize>(values: [(&'static str, FluentValue<'static>); N]) -> FluentArgs<'static> {
    values.into_iter().collect()
}

/// An id that people can compare at a glance.
pub fn short(id: &chains::TxId) -> String {
    let id = id.to_string();
    let (start, end) = (id.get(..8).unwrap_or_default(), id.get(56..).unwrap_or_default());
    format!("{start}…{end}")
}

/// A number of units that people would say.
#[derive(PartialEq)]
struct Span {
    unit: &'static str,
    count: f64,
}

impl Span {
    fn of(seconds: f64) -> Self {
        let to_nearest = |value: f64, step: f64| (value / step).round() * step;
        let (minutes, hours) = (seconds / 60.0, seconds / 3600.0);
        match seconds {
            short if short < 20.0 * 60.0 => Self { unit: "minutes", count: minutes.round().max(1.0) },
            hour if (57.5 * 60.0..62.5 * 60.0).contains(&hour) => Self { unit: "hours", count: 1.0 },
            middle if middle < 90.0 * 60.0 => Self { unit: "minutes", count: to_nearest(minutes, 5.0) },
            long if long < 6.0 * 3600.0 => Self { unit: "hours", count: to_nearest(hours, 0.5) },
            day if day < 48.0 * 3600.0 => Self { unit: "hours", count: hours.round() },
            _ => Self { unit: "days", count: (hours / 24.0).round() },
        }
    }
}
