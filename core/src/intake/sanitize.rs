//! HTML of mail made safe to show.
//!
//! Two layers: the HTML is first written anew from its tokens with known elements only, well nested and within
//! limits; then ammonia parses that and keeps what its own allow-list names. Neither trusts the other.

mod elements;
mod escape;
mod outline;

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::LazyLock;

use ammonia::{Builder, Url, UrlRelative};
use elements::{Element, GENERIC_ATTRIBUTES};

/// Changes whenever the same HTML may come out differently: what was cached under another version is stale.
pub const SANITIZER_VERSION: u32 = 1;

/// HTML that may be put into a page: it came out of [`sanitize`].
///
/// There is no other way to make one:
///
/// ```compile_fail
/// let html = frontdesk::intake::sanitize::SafeHtml::from(String::from("<script>"));
/// ```
///
/// ```compile_fail
/// let html: frontdesk::intake::sanitize::SafeHtml = serde_json::from_str("\"<script>\"").unwrap();
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeHtml {
    html: String,
    truncated: bool,
}

impl SafeHtml {
    /// The HTML.
    pub fn as_str(&self) -> &str {
        &self.html
    }

    /// Whether the end of the original is missing because it was too large.
    pub fn truncated(&self) -> bool {
        self.truncated
    }

    /// As it is cached: whether it was cut, then the HTML.
    pub(crate) fn freeze(&self) -> Vec<u8> {
        let mut frozen = vec![u8::from(self.truncated)];
        frozen.extend_from_slice(self.html.as_bytes());
        frozen
    }

    /// Reads what [`Self::freeze`] wrote.
    pub(crate) fn thaw(frozen: &[u8]) -> Option<Self> {
        let (truncated, html) = frozen.split_first()?;
        let html = String::from_utf8(html.to_vec()).ok()?;
        Some(Self { html, truncated: *truncated == 1 })
    }
}

impl fmt::Display for SafeHtml {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.html)
    }
}

impl serde::Serialize for SafeHtml {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.html)
    }
}

/// What of the HTML is taken in.
struct Limits {
    /// Bytes of HTML.
    bytes: usize,
    /// Elements open at once.
    depth: usize,
    /// Formatting elements and links open at once.
    formatting: usize,
    links: usize,
    /// Elements at all.
    elements: usize,
    /// Bytes of an attribute's value; a longer one is left out.
    attribute: usize,
    /// Bytes of text between two tags before it is parted.
    text: usize,
}

impl Limits {
    /// The most that so many bytes may become before all that is open is closed. Less than the promised four times
    /// and 64 KB, because a page full of `<` takes its time to be parsed again.
    fn growth(&self, bytes: usize) -> usize {
        bytes * 3 + 56 * 1024
    }
}

const LIMITS: Limits = Limits {
    bytes: 512 * 1024,
    depth: 256,
    formatting: 8,
    links: 5_000,
    elements: 50_000,
    attribute: 4 * 1024,
    text: 1024,
};

const SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "cid"];

const LINK_REL: &str = "noopener noreferrer nofollow";

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let attributes: HashMap<_, HashSet<_>> = Element::all()
        .filter(|element| !element.attributes().is_empty())
        .map(|element| (element.name(), element.attributes().iter().copied().collect()))
        .collect();
    let mut builder = Builder::empty();
    builder
        .tags(Element::all().map(Element::name).collect())
        .clean_content_tags(HashSet::from(["script", "style"]))
        .generic_attributes(GENERIC_ATTRIBUTES.into_iter().collect())
        .tag_attributes(attributes)
        .url_schemes(SCHEMES.into_iter().collect())
        .url_relative(UrlRelative::Deny)
        .link_rel(Some(LINK_REL))
        .strip_comments(true);
    builder
});

/// Makes the HTML of a mail safe to show.
///
/// Nothing in the result runs, loads, submits or overlays: scripts, styles, forms, frames and foreign markup go, text
/// stays. Addresses are `http`, `https`, `mailto`, `tel` or `cid`. A picture from elsewhere keeps its address in
/// `data-remote-src` and is not fetched. The result is at most four times as long as what came in, plus 64 KB; of
/// more than 512 KB the rest is left out, and [`SafeHtml::truncated`] says so. Past 256 open elements, 8 open
/// formatting elements, 5,000 links or 50,000 elements only the text of further ones is kept.
///
/// ```
/// use frontdesk::intake::sanitize::sanitize;
/// let html = sanitize("<p onclick=run()>Hi <img src='https://x.example/pixel.gif'><script>run()</script>");
/// assert_eq!(html.as_str(), "<p>Hi <img data-remote-src=\"https://x.example/pixel.gif\"></p>");
/// ```
pub fn sanitize(html: &str) -> SafeHtml {
    let outline = outline::outline(html, &LIMITS);
    SafeHtml { html: CLEANER.clean(&outline.html).to_string(), truncated: outline.truncated }
}

/// Whether a link or picture may point there. Must not be laxer than the second layer, or sanitising twice would
/// differ from once.
fn is_allowed_address(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| SCHEMES.contains(&url.scheme()))
}

#[cfg(test)]
mod reparsed;
#[cfg(test)]
mod tests;
