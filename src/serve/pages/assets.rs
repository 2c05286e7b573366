//! Style, script and pictures of the pages: embedded in the program, named by their content, so that a browser keeps
//! them for good and never shows an old one. The operator's colour and logo come in here.

use std::{collections::HashMap, sync::Arc};

use axum::{
    body::Bytes,
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use bitcoin::hashes::{Hash, sha256};
use rust_embed::Embed;

use super::{
    super::error::ApiError,
    colour::{css, on, readable_on},
};
use crate::config::{LogoKind, Site};

#[derive(Embed)]
#[folder = "src/serve/pages/assets"]
struct Embedded;

/// All of them.
pub struct Assets {
    by_name: HashMap<String, Asset>,
    /// Their paths, by the names that templates use.
    paths: HashMap<String, String>,
}

struct Asset {
    bytes: Bytes,
    kind: String,
}

/// The grounds that text stands on, in the light and in the dark: the softest of each in `page.css`, so that what can be
/// read there can be read on all.
const LIGHT: [u8; 3] = [0xf4, 0xf5, 0xf7];
const DARK: [u8; 3] = [0x1b, 0x20, 0x26];
const LOGO: &str = "logo";

impl Assets {
    /// Those of a site.
    pub fn new(site: &Site) -> Self {
        let mut assets = Self { by_name: HashMap::new(), paths: HashMap::new() };
        let mut files: Vec<_> =
            Embedded::iter().filter_map(|name| Embedded::get(&name).map(|file| (name, file))).collect();
        // A module that imports another names it as the browser finds it: its own name changes with it.
        files.sort_by_key(|(_, file)| imports(&file.data));
        for (name, file) in files {
            let kind = file.metadata.mimetype();
            let bytes = match kind {
                "text/css" => [accent(site).as_bytes(), &file.data].concat(),
                "text/javascript" => assets.linked(&file.data),
                _ => file.data.into(),
            };
            assets.add(&name, bytes.into(), kind);
        }
        if let Some(logo) = &site.logo {
            let kind = match logo.kind {
                LogoKind::Svg => "image/svg+xml",
                LogoKind::Png => "image/png",
                LogoKind::Webp => "image/webp",
            };
            assets.add(LOGO, logo.bytes.clone(), kind);
        }
        assets
    }

    /// Where the browser finds one; empty for one that isn't there.
    pub fn path(&self, name: &str) -> &str {
        self.paths.get(name).map_or("", String::as_str)
    }

    /// Where the operator's logo is.
    pub fn logo(&self) -> Option<&str> {
        self.paths.get(LOGO).map(String::as_str)
    }

    fn linked(&self, module: &[u8]) -> Vec<u8> {
        let text = String::from_utf8_lossy(module).into_owned();
        let link = |text: String, (name, path): (&String, &String)| {
            text.replace(&format!("\"./{name}\""), &format!("\"{path}\""))
        };
        self.paths.iter().fold(text, link).into()
    }

    fn add(&mut self, name: &str, bytes: Bytes, kind: &str) {
        let hash = sha256::Hash::hash(&bytes).to_string();
        let hashed = format!("{}-{name}", hash.get(..12).unwrap_or_default());
        self.paths.insert(name.to_owned(), format!("/assets/{hashed}"));
        self.by_name.insert(hashed, Asset { bytes, kind: kind.to_owned() });
    }
}

/// One of them.
pub async fn asset(State(assets): State<Arc<Assets>>, Path(name): Path<String>) -> Result<Response, ApiError> {
    let asset = assets.by_name.get(&name).ok_or(ApiError::NotFound)?;
    let kind = HeaderValue::from_str(&asset.kind).map_err(|_| ApiError::Internal)?;
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
        // A picture may hold a script, which must not run where somebody opens it by itself.
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    Ok((headers, asset.bytes.clone()).into_response())
}

fn imports(file: &[u8]) -> bool {
    file.windows(IMPORT.len()).any(|part| part == IMPORT)
}

const IMPORT: &[u8] = b" from \"./";

/// The operator's colour, readable in the light and in the dark, and what is readable on it.
fn accent(site: &Site) -> String {
    let (light, dark) = (readable_on(site.accent, LIGHT), readable_on(site.accent, DARK));
    let pair = |light, dark| format!("light-dark({},{})", css(light), css(dark));
    format!(":root{{--accent:{};--on-accent:{}}}\n", pair(light, dark), pair(on(light), on(dark)))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_browser_knows_every_english_word_of_a_phrase() {
        let words = bip39::Language::English.word_list();
        let beginnings: String =
            words.iter().map(|word| format!("{:4}", word.chars().take(4).collect::<String>())).collect();
        assert!(include_str!("assets/page.js").contains(&format!("\"{beginnings}\"")));
    }
}
