//! How the pages present themselves: the operator's name, logo, colour and links, and the key to what is not for the
//! public. Reads the logo and the key's file; decides nothing about looks.

use std::path::{Path, PathBuf};

use axum::body::Bytes;
use chains::SecretString;
use serde::Deserialize;
use url::Url;

use super::{Env, SecretText};

/// How the pages present themselves.
#[derive(Clone, Debug)]
pub struct Site {
    /// The operator's name.
    pub name: String,
    /// Where the service is reached from outside: feeds and previews need whole links.
    pub url: Option<Url>,
    /// The operator's logo; else the pages show the name alone.
    pub logo: Option<Logo>,
    /// The one colour that stands out: red, green, blue.
    pub accent: [u8; 3],
    /// Where customers reach the operator's support team.
    pub support: Option<Url>,
    /// Other links at the foot of each page.
    pub links: Vec<Link>,
    /// Opens the pages for the support team and the operator; without one they are open to whoever reaches the service.
    pub key: Option<SecretString>,
}

/// A picture.
#[derive(Clone, Debug)]
pub struct Logo {
    /// Its file.
    pub bytes: Bytes,
    /// What kind of picture it is.
    pub kind: LogoKind,
}

/// What kind of picture a logo is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum LogoKind {
    Svg,
    Png,
    Webp,
}

/// A link of the operator's.
#[derive(Clone, Debug, Deserialize)]
pub struct Link {
    /// Its words.
    pub title: String,
    /// Where it leads.
    pub url: Url,
}

/// A page is to weigh less than 60 kB in all.
const LOGO_BYTES: usize = 32 * 1024;
const LINKS: usize = 8;
const KEY_VARIABLE: &str = "TXWHY_KEY";
/// Shorter ones can be guessed.
const KEY_CHARACTERS: usize = 16;
const ACCENT: [u8; 3] = [0x1f, 0x5f, 0xd6];

impl Default for Site {
    fn default() -> Self {
        Self {
            name: "txwhy".to_owned(),
            url: None,
            logo: None,
            accent: ACCENT,
            support: None,
            links: Vec::new(),
            key: None,
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct RawSite {
    name: Option<String>,
    url: Option<String>,
    logo: Option<PathBuf>,
    accent: Option<String>,
    support: Option<String>,
    links: Vec<RawLink>,
    key: Option<SecretText>,
    key_file: Option<PathBuf>,
}

#[derive(Deserialize)]
struct RawLink {
    title: String,
    url: String,
}

impl RawSite {
    pub(super) fn check(self, env: Env<'_>, problems: &mut Vec<String>) -> Site {
        let default = Site::default();
        let name = self.name.unwrap_or(default.name);
        if name.trim().is_empty() || name.chars().count() > 60 {
            problems.push("site.name: must have 1 to 60 characters".to_owned());
        }
        if self.links.len() > LINKS {
            problems.push(format!("site.links: at most {LINKS}"));
        }
        let key = key(self.key, self.key_file.as_deref(), env, problems);
        let accent = self.accent.map(|accent| colour(&accent));
        if accent == Some(None) {
            problems.push("site.accent: must be a colour such as #1f5fd6".to_owned());
        }
        let mut link = |place: &str, url: &str| link(place, url, problems);
        Site {
            name,
            url: self.url.and_then(|url| link("site.url", &url)),
            support: self.support.and_then(|url| link("site.support", &url)),
            links: self
                .links
                .into_iter()
                .filter_map(|raw| Some(Link { url: link("site.links", &raw.url)?, title: raw.title }))
                .collect(),
            logo: self.logo.and_then(|path| logo(&path, problems)),
            accent: accent.flatten().unwrap_or(default.accent),
            key,
        }
    }
}

fn link(place: &str, text: &str, problems: &mut Vec<String>) -> Option<Url> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "https" | "http" | "mailto"));
    if url.is_none() {
        problems.push(format!("{place}: `{text}` is not a link such as https://example.com/help"));
    }
    url
}

fn logo(path: &Path, problems: &mut Vec<String>) -> Option<Logo> {
    let kind = match path.extension().and_then(|extension| extension.to_str()) {
        Some("svg") => LogoKind::Svg,
        Some("png") => LogoKind::Png,
        Some("webp") => LogoKind::Webp,
        Some(_) | None => {
            problems.push(format!("site.logo: {} is not an .svg, .png or .webp file", path.display()));
            return None;
        }
    };
    match std::fs::read(path) {
        Ok(bytes) if bytes.len() <= LOGO_BYTES => return Some(Logo { bytes: bytes.into(), kind }),
        Ok(_) => problems.push(format!("site.logo: {} has more than {LOGO_BYTES} bytes", path.display())),
        Err(error) => problems.push(format!("site.logo: cannot read {}: {error}", path.display())),
    }
    None
}

/// `#1f5fd6`.
fn colour(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

/// From `key`, `key_file` or the environment.
fn key(key: Option<SecretText>, file: Option<&Path>, env: Env<'_>, problems: &mut Vec<String>) -> Option<SecretString> {
    let text = match (key, file) {
        (Some(_), Some(_)) => {
            problems.push("site: give only one of key and key_file".to_owned());
            return None;
        }
        (Some(SecretText(key)), None) => key,
        (None, Some(path)) => match std::fs::read_to_string(path) {
            Ok(text) => text.trim_end_matches(['\r', '\n']).to_owned(),
            Err(error) => {
                problems.push(format!("site.key_file: cannot read {}: {error}", path.display()));
                return None;
            }
        },
        (None, None) => env(KEY_VARIABLE)?,
    };
    if text.chars().count() < KEY_CHARACTERS {
        problems.push(format!("site.key: must have at least {KEY_CHARACTERS} characters"));
    }
    Some(SecretString::from(text))
}
