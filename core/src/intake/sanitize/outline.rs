//! Writes HTML again from its tokens: known elements only, well nested, within limits.
//!
//! What a real parser makes of the result is plain: nothing in it is left open, misnested or out of place, so that
//! nothing has to be repaired, moved or repeated. That is what keeps hostile HTML from becoming huge.

use super::elements::{Element, Kind};
use super::escape::{self, Source};
use super::{LINK_REL, Limits};
use crate::intake::html_text::token::{Tag, Token, Tokens};

/// `</figcaption>`.
const LONGEST_TAG: usize = 13;

pub(super) struct Outline {
    pub html: String,
    /// Something of the input is missing at the end.
    pub truncated: bool,
}

/// Rewrites HTML within the limits.
pub(super) fn outline(html: &str, limits: &Limits) -> Outline {
    let end = html.floor_char_boundary(limits.bytes);
    let input = html.get(..end).unwrap_or_default();
    let mut page = Page {
        out: String::with_capacity(input.len()),
        stack: Vec::new(),
        ignored: [0; Element::COUNT],
        open_kinds: [0; Kind::COUNT],
        links: 0,
        elements: 0,
        added_later: 0,
        text_length: 0,
        after_pre: false,
        full: false,
        most: limits.growth(input.len()),
        limits,
    };
    for token in Tokens::of(input) {
        match token {
            Token::Start(tag) => page.start(tag),
            Token::End(name) => page.end(name),
            Token::Text(text) => page.text(text),
        }
        if page.full {
            break;
        }
    }
    page.close_to(0);
    Outline { html: page.out, truncated: page.full || end < html.len() }
}

struct Page<'l> {
    out: String,
    stack: Vec<Element>,
    /// Per element: start tags that were left out, whose end tags are to be left out, too.
    ignored: [u32; Element::COUNT],
    /// How many of each kind are open.
    open_kinds: [usize; Kind::COUNT],
    links: usize,
    elements: usize,
    /// Bytes that the parser will add.
    added_later: usize,
    /// Bytes of text since the last tag.
    text_length: usize,
    /// Right behind `<pre>`, where browsers drop a line end.
    after_pre: bool,
    /// Something did not fit any more.
    full: bool,
    most: usize,
    limits: &'l Limits,
}

impl Page<'_> {
    /// Whether so many bytes still fit; from the first that do not, nothing more is written.
    fn fits(&mut self, bytes: usize) -> bool {
        self.full |= self.out.len() + self.added_later + bytes > self.most;
        !self.full
    }

    fn start(&mut self, tag: Tag<'_>) {
        let Some(element) = Element::named(tag.name) else { return };
        match element.kind() {
            Kind::Caption | Kind::Section | Kind::Row | Kind::Cell => self.start_table_part(element, tag),
            Kind::Image => self.image(element, tag),
            kind => {
                if kind.ends_paragraph() {
                    self.close_in_reach(Wanted::Any(Kind::Paragraph));
                }
                match kind {
                    Kind::Heading if self.top() == Some(Kind::Heading) => self.close_to(self.stack.len() - 1),
                    Kind::Item => self.close_in_list(Wanted::Any(Kind::Item)),
                    Kind::Term => self.close_in_list(Wanted::Any(Kind::Term)),
                    Kind::Link => self.close_in_reach(Wanted::Any(Kind::Link)),
                    _ => {}
                }
                self.enter_cell();
                self.open(element, Some(tag));
            }
        }
    }

    fn end(&mut self, name: &str) {
        let Some(element) = Element::named(name) else { return };
        if let Some(count @ 1..) = self.ignored.get_mut(element.index()) {
            *count -= 1;
            return;
        }
        match element.kind() {
            Kind::LineBreak => {
                self.enter_cell();
                self.open(element, None);
            }
            Kind::Rule | Kind::Image => {}
            Kind::Heading => self.close_in_reach(Wanted::Any(Kind::Heading)),
            Kind::Item | Kind::Term => self.close_in_list(Wanted::Only(element)),
            Kind::Table => self.close_nearest(Wanted::Only(element), |_| false),
            Kind::Caption | Kind::Section | Kind::Row | Kind::Cell => {
                self.close_nearest(Wanted::Only(element), |kind| kind == Kind::Table);
            }
            _ => self.close_in_reach(Wanted::Only(element)),
        }
    }

    fn text(&mut self, text: &str) {
        let in_frame = self.top().is_some_and(Kind::is_table_frame);
        if in_frame && text.trim_ascii().is_empty() {
            return;
        }
        self.enter_cell();
        let mut source = Source::of(text);
        while let Some(piece) = source.next() {
            if self.after_pre && piece.is_line_end() {
                continue;
            }
            if !self.fits(piece.most_bytes()) {
                return;
            }
            self.after_pre = false;
            self.part_text(piece.most_bytes());
            self.added_later += piece.write(&mut self.out);
        }
    }

    /// Parts long text by a comment, which the second layer strips again: its serializer takes time in the square of
    /// the length of a text.
    fn part_text(&mut self, next: usize) {
        if self.text_length + next > self.limits.text {
            self.out.push_str("<!---->");
            self.text_length = 0;
        }
        self.text_length += next;
    }

    /// Opens rows and cells in a table; without a table they are left out.
    fn start_table_part(&mut self, element: Element, tag: Tag<'_>) {
        let Some(frame) = self.frame_for(element.kind()) else {
            self.ignore(element);
            return;
        };
        self.close_to(frame + 1);
        if element.kind() == Kind::Cell && self.top() != Some(Kind::Row) {
            self.open_named("tr");
        }
        self.open(element, Some(tag));
    }

    /// The innermost open element that may hold a part of a table directly.
    fn frame_for(&self, part: Kind) -> Option<usize> {
        self.stack.iter().rposition(|open| {
            matches!(
                (open.kind(), part),
                (Kind::Table, _) | (Kind::Section, Kind::Row | Kind::Cell) | (Kind::Row, Kind::Cell)
            )
        })
    }

    /// Between rows and cells no text may stand: it gets a cell.
    fn enter_cell(&mut self) {
        let Some(top) = self.top().filter(|kind| kind.is_table_frame()) else { return };
        if top != Kind::Row {
            self.open_named("tr");
        }
        self.open_named("td");
    }

    fn image(&mut self, element: Element, tag: Tag<'_>) {
        let attributes = escape::image_attributes(element, tag, self.limits.attribute);
        if attributes.is_empty() {
            return;
        }
        self.enter_cell();
        self.write_start(element, &attributes);
    }

    /// Opens an element, unless too much is open.
    fn open(&mut self, element: Element, tag: Option<Tag<'_>>) {
        let kind = element.kind();
        let is_formatting = matches!(kind, Kind::Formatting | Kind::Link);
        // A table has to hold a section, a row and a cell.
        let depth = self.stack.len() + if kind == Kind::Table { 4 } else { 1 };
        let too_deep = depth > self.limits.depth && !kind.is_void() && !is_table_part(kind);
        let too_many = (is_formatting && self.open_formatting() >= self.limits.formatting)
            || (kind == Kind::Link && self.links >= self.limits.links)
            || (self.elements >= self.limits.elements && !is_table_part(kind));
        if too_deep || too_many {
            self.ignore(element);
            return;
        }
        let attributes =
            tag.map(|tag| escape::attributes(element, tag, self.limits.attribute)).unwrap_or_default();
        if kind == Kind::Link && attributes.is_empty() {
            self.ignore(element);
            return;
        }
        if !self.write_start(element, &attributes) || kind.is_void() {
            return;
        }
        if kind == Kind::Link {
            self.links += 1;
            self.added_later += LINK_REL.len() + " rel=\"\"".len();
        }
        self.count_open(kind, |count| count + 1);
        self.added_later += if kind == Kind::Table { "<tbody></tbody>".len() } else { 0 };
        self.after_pre = kind == Kind::Preformatted;
        self.stack.push(element);
    }

    fn open_named(&mut self, name: &str) {
        if let Some(element) = Element::named(name) {
            self.open(element, None);
        }
    }

    fn write_start(&mut self, element: Element, attributes: &str) -> bool {
        if !self.fits(attributes.len() + 2 * LONGEST_TAG) {
            return false;
        }
        self.after_pre = false;
        self.text_length = 0;
        self.elements += 1;
        self.out.push('<');
        self.out.push_str(element.name());
        self.out.push_str(attributes);
        self.out.push('>');
        true
    }

    fn ignore(&mut self, element: Element) {
        if let Some(count) = self.ignored.get_mut(element.index()) {
            *count = count.saturating_add(1);
        }
    }

    fn open_of(&self, kind: Kind) -> usize {
        self.open_kinds.get(kind as usize).copied().unwrap_or_default()
    }

    fn count_open(&mut self, kind: Kind, change: impl Fn(usize) -> usize) {
        if let Some(count) = self.open_kinds.get_mut(kind as usize) {
            *count = change(*count);
        }
    }

    /// Open formatting elements and links.
    fn open_formatting(&self) -> usize {
        self.open_of(Kind::Formatting) + self.open_of(Kind::Link)
    }

    fn top(&self) -> Option<Kind> {
        self.stack.last().map(|element| element.kind())
    }

    /// Closes the innermost such element within the cell.
    fn close_in_reach(&mut self, wanted: Wanted) {
        self.close_nearest(wanted, Kind::is_table_barrier);
    }

    /// Closes the innermost such element within the list.
    fn close_in_list(&mut self, wanted: Wanted) {
        self.close_nearest(wanted, |kind| kind == Kind::List || kind.is_table_barrier());
    }

    fn close_nearest(&mut self, wanted: Wanted, barrier: impl Fn(Kind) -> bool) {
        if self.open_of(wanted.kind()) == 0 {
            return;
        }
        for (at, open) in self.stack.iter().enumerate().rev() {
            if wanted.is(*open) {
                self.close_to(at);
                return;
            }
            if barrier(open.kind()) {
                return;
            }
        }
    }

    /// Closes everything above the first `depth` open elements.
    fn close_to(&mut self, depth: usize) {
        while self.stack.len() > depth {
            let Some(element) = self.stack.pop() else { return };
            self.after_pre = false;
            self.text_length = 0;
            self.count_open(element.kind(), |count| count.saturating_sub(1));
            self.out.push_str("</");
            self.out.push_str(element.name());
            self.out.push('>');
        }
    }
}

/// What is to be closed.
#[derive(Clone, Copy)]
enum Wanted {
    Any(Kind),
    Only(Element),
}

impl Wanted {
    fn kind(self) -> Kind {
        match self {
            Self::Any(kind) => kind,
            Self::Only(element) => element.kind(),
        }
    }

    fn is(self, open: Element) -> bool {
        match self {
            Self::Any(kind) => open.kind() == kind,
            Self::Only(element) => open == element,
        }
    }
}

fn is_table_part(kind: Kind) -> bool {
    matches!(kind, Kind::Caption | Kind::Section | Kind::Row | Kind::Cell)
}
