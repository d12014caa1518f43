//! The elements that mail may show, and how they nest.

/// An element by its place in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Element(usize);

/// What an element is to those around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Starts a line of its own, which ends an open paragraph.
    Block,
    Paragraph,
    Heading,
    /// Keeps its line ends.
    Preformatted,
    List,
    Item,
    /// A term of a `dl`, or what is said of it.
    Term,
    Inline,
    /// Inline, and reopened by browsers where it is not closed: what makes small HTML large.
    Formatting,
    Link,
    LineBreak,
    Rule,
    Image,
    Table,
    Caption,
    Section,
    Row,
    Cell,
}

impl Kind {
    /// How many there are.
    pub const COUNT: usize = Self::Cell as usize + 1;

    /// Never has content.
    pub fn is_void(self) -> bool {
        matches!(self, Self::LineBreak | Self::Rule | Self::Image)
    }

    /// Holds rows or cells, and no text of its own.
    pub fn is_table_frame(self) -> bool {
        matches!(self, Self::Table | Self::Section | Self::Row)
    }

    /// What is open outside of it is closed only together with it.
    pub fn is_table_barrier(self) -> bool {
        matches!(self, Self::Table | Self::Caption | Self::Section | Self::Row | Self::Cell)
    }

    pub fn ends_paragraph(self) -> bool {
        matches!(
            self,
            Self::Block
                | Self::Paragraph
                | Self::Heading
                | Self::Preformatted
                | Self::List
                | Self::Item
                | Self::Term
                | Self::Rule
                | Self::Table
        )
    }
}

impl Element {
    /// How many there are.
    pub const COUNT: usize = ELEMENTS.len();

    /// The element of this name, if mail may show it.
    pub fn named(name: &str) -> Option<Self> {
        const LONGEST: usize = 10;
        if name.len() > LONGEST {
            return None;
        }
        let by_name = |(known, _, _): &(&str, Kind, &[&str])| {
            known.bytes().cmp(name.bytes().map(|b| b.to_ascii_lowercase()))
        };
        ELEMENTS.binary_search_by(by_name).ok().map(Self)
    }

    pub fn all() -> impl Iterator<Item = Self> {
        (0..Self::COUNT).map(Self)
    }

    pub fn index(self) -> usize {
        self.0
    }

    pub fn name(self) -> &'static str {
        ELEMENTS.get(self.0).map_or("span", |(name, _, _)| name)
    }

    pub fn kind(self) -> Kind {
        ELEMENTS.get(self.0).map_or(Kind::Inline, |(_, kind, _)| *kind)
    }

    /// Its attributes besides those that every element may have.
    pub fn attributes(self) -> &'static [&'static str] {
        ELEMENTS.get(self.0).map_or(&[], |(_, _, attributes)| *attributes)
    }

    /// The attribute of this name, if the element may have it.
    pub fn attribute(self, name: &str) -> Option<&'static str> {
        GENERIC_ATTRIBUTES
            .iter()
            .chain(self.attributes())
            .find(|known| known.eq_ignore_ascii_case(name))
            .copied()
    }
}

/// Where the address of a picture is kept that is not fetched before somebody asks for it.
pub(super) const REMOTE_SOURCE: &str = "data-remote-src";

/// What every element may have.
pub(super) const GENERIC_ATTRIBUTES: [&str; 3] = ["dir", "lang", "title"];

const CELL: &[&str] = &["align", "colspan", "rowspan", "valign"];
const NONE: &[&str] = &[];

/// Name, kind and attributes, sorted by name.
#[rustfmt::skip]
static ELEMENTS: [(&str, Kind, &[&str]); 63] = [
    ("a", Kind::Link, &["href"]),
    ("abbr", Kind::Inline, NONE),
    ("address", Kind::Block, NONE),
    ("article", Kind::Block, NONE),
    ("aside", Kind::Block, NONE),
    ("b", Kind::Formatting, NONE),
    ("bdi", Kind::Inline, NONE),
    ("bdo", Kind::Inline, NONE),
    ("big", Kind::Formatting, NONE),
    ("blockquote", Kind::Block, NONE),
    ("br", Kind::LineBreak, NONE),
    ("caption", Kind::Caption, NONE),
    ("center", Kind::Block, NONE),
    ("cite", Kind::Inline, NONE),
    ("code", Kind::Formatting, NONE),
    ("dd", Kind::Term, NONE),
    ("del", Kind::Inline, NONE),
    ("dfn", Kind::Inline, NONE),
    ("div", Kind::Block, NONE),
    ("dl", Kind::List, NONE),
    ("dt", Kind::Term, NONE),
    ("em", Kind::Formatting, NONE),
    ("figcaption", Kind::Block, NONE),
    ("figure", Kind::Block, NONE),
    ("font", Kind::Formatting, &["color", "face", "size"]),
    ("footer", Kind::Block, NONE),
    ("h1", Kind::Heading, NONE),
    ("h2", Kind::Heading, NONE),
    ("h3", Kind::Heading, NONE),
    ("h4", Kind::Heading, NONE),
    ("h5", Kind::Heading, NONE),
    ("h6", Kind::Heading, NONE),
    ("header", Kind::Block, NONE),
    ("hr", Kind::Rule, NONE),
    ("i", Kind::Formatting, NONE),
    ("img", Kind::Image, &["alt", REMOTE_SOURCE, "height", "src", "width"]),
    ("ins", Kind::Inline, NONE),
    ("kbd", Kind::Inline, NONE),
    ("li", Kind::Item, NONE),
    ("mark", Kind::Inline, NONE),
    ("ol", Kind::List, &["start", "type"]),
    ("p", Kind::Paragraph, NONE),
    ("pre", Kind::Preformatted, NONE),
    ("q", Kind::Inline, NONE),
    ("s", Kind::Formatting, NONE),
    ("samp", Kind::Inline, NONE),
    ("section", Kind::Block, NONE),
    ("small", Kind::Formatting, NONE),
    ("span", Kind::Inline, NONE),
    ("strike", Kind::Formatting, NONE),
    ("strong", Kind::Formatting, NONE),
    ("sub", Kind::Inline, NONE),
    ("sup", Kind::Inline, NONE),
    ("table", Kind::Table, NONE),
    ("tbody", Kind::Section, NONE),
    ("td", Kind::Cell, CELL),
    ("tfoot", Kind::Section, NONE),
    ("th", Kind::Cell, CELL),
    ("thead", Kind::Section, NONE),
    ("tr", Kind::Row, NONE),
    ("tt", Kind::Formatting, NONE),
    ("u", Kind::Formatting, NONE),
    ("ul", Kind::List, NONE),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_holds_nothing_that_runs_or_loads() {
        assert!(ELEMENTS.is_sorted_by(|a, b| a.0 < b.0));
        for name in [
            "svg",
            "math",
            "style",
            "form",
            "iframe",
            "object",
            "base",
            "meta",
            "link",
            "script",
            "embed",
            "input",
            "button",
            "select",
            "textarea",
            "template",
            "noscript",
            "video",
            "audio",
            "source",
            "applet",
            "frame",
            "title",
            "xmp",
            "plaintext",
            "dialog",
            "map",
            "area",
            "body",
            "html",
            "head",
            "marquee",
            "nobr",
        ] {
            assert_eq!(Element::named(name), None, "{name}");
        }
        for attribute in ["style", "class", "id", "name", "background", "srcset", "ping", "target", "onclick"]
        {
            assert!(Element::all().all(|element| element.attribute(attribute).is_none()), "{attribute}");
        }
        assert_eq!(Element::named("BlockQuote").map(Element::name), Some("blockquote"));
    }
}
