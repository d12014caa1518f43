//! HTML to plain text: for reading, for search, and for splitting off quotes.

pub(crate) mod entity;
pub(crate) mod token;
mod writer;

use token::{Tag, Token, Tokens};
use writer::Writer;

/// The text that a piece of HTML shows.
///
/// Blocks become lines, lists get their marks, quotes a `> `, links are followed by their address in angle brackets
/// where it differs, pictures are named by their alternative text. Takes linear time; the text is at most twice as
/// long as the HTML, plus 64 KB.
///
/// ```
/// use frontdesk::intake::html_text::to_text;
/// let html = "<p>Hello&nbsp;<b>Ann</b>,</p><blockquote>It <a href='https://example.com/x'>broke</a>.</blockquote>";
/// assert_eq!(to_text(html), "Hello Ann,\n\n> It broke <https://example.com/x>.\n");
/// ```
pub fn to_text(html: &str) -> String {
    let mut page = Page { out: Writer::new(), link: None };
    for token in Tokens::of(html) {
        match token {
            Token::Text(text) => page.out.text(text),
            Token::Start(tag) => page.open(tag),
            Token::End(name) => page.close(&name.to_ascii_lowercase()),
        }
    }
    page.end_link();
    page.out.finish()
}

struct Page {
    out: Writer,
    /// The address of the open link, and where its text starts.
    link: Option<(String, usize)>,
}

impl Page {
    fn open(&mut self, tag: Tag<'_>) {
        let out = &mut self.out;
        match &*tag.name.to_ascii_lowercase() {
            "br" => out.line_break(),
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dl" => out.paragraph(),
            "ul" | "menu" | "dir" => out.open_list(None),
            "ol" => out.open_list(Some(tag.attribute("start").and_then(|n| n.parse().ok()).unwrap_or(1))),
            "li" => out.item(),
            "dd" | "dt" => out.new_line(),
            "blockquote" => out.open_quote(),
            "pre" | "xmp" | "listing" => out.open_preformatted(),
            "hr" => out.rule(),
            "td" | "th" => out.cell(),
            "img" => {
                if let Some(alt) = tag.attribute("alt").filter(|alt| !alt.trim().is_empty()) {
                    out.text("[");
                    out.text(alt.trim());
                    out.text("]");
                }
            }
            "a" => {
                self.end_link();
                if let Some(address) = tag.attribute("href") {
                    self.link = Some((entity::decode(address.trim()), self.out.len()));
                }
            }
            name if is_block(name) => out.new_line(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        let out = &mut self.out;
        match name {
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dl" | "table" => out.paragraph(),
            "ul" | "menu" | "dir" | "ol" => out.close_list(),
            "blockquote" => out.close_quote(),
            "pre" | "xmp" | "listing" => out.close_preformatted(),
            "a" => self.end_link(),
            "br" => out.line_break(),
            _ if is_block(name) || matches!(name, "li" | "dd" | "dt") => out.new_line(),
            _ => {}
        }
    }

    /// Writes the address of the link that ends here, if its text does not say it already.
    fn end_link(&mut self) {
        let Some((address, start)) = self.link.take() else { return };
        let text = self.out.written_since(start).trim();
        if !text.is_empty() && is_worth_telling(&address) && !says(text, &address) {
            self.out.add_address(&address);
        }
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "body"
            | "caption"
            | "center"
            | "details"
            | "div"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "header"
            | "hgroup"
            | "html"
            | "legend"
            | "main"
            | "nav"
            | "option"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "tfoot"
            | "thead"
            | "tr"
    )
}

fn is_worth_telling(address: &str) -> bool {
    let has_scheme = ["http:", "https:", "mailto:", "tel:"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    has_scheme && !address.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>'))
}

/// Whether the text of a link is its address, give or take the scheme and a slash at the end.
fn says(text: &str, address: &str) -> bool {
    let bare = |s: &str| -> String {
        let s = s.trim_end_matches('/').to_ascii_lowercase();
        let s =
            ["https://", "http://", "mailto:", "tel:"].iter().find_map(|p| s.strip_prefix(p)).unwrap_or(&s);
        s.to_owned()
    };
    bare(text) == bare(address)
}

#[cfg(test)]
pub(in crate::intake) mod tests;
