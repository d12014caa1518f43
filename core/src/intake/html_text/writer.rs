//! Writes lines: collapses white space, separates blocks, and puts marks of quotes and lists in front.

use super::entity::Reference;

/// Deeper quotes and lists are shown like this one.
const DEEPEST: usize = 8;
/// How many bytes may go into prefixes beyond `> ` and `- `: a line of two bytes must not always become one of
/// twenty.
const GENEROUS: usize = 48 * 1024;

/// Line ends before what stands on a new line, and before what is set off by an empty line.
const LINE: usize = 1;
const PARAGRAPH: usize = 2;

pub(super) struct Writer {
    out: String,
    /// Where the line that is being written starts.
    line_start: usize,
    /// How many line ends are due before the next text.
    gap: usize,
    /// White space was seen that is written only if text follows on the line.
    space: bool,
    /// A table cell ended on this line.
    cell: bool,
    quotes: usize,
    /// How deep in quotes the last line was.
    quotes_before: usize,
    preformatted: usize,
    /// A preformatted block was just opened: a line end right here does not count.
    just_preformatted: bool,
    lists: Vec<List>,
    /// Lists opened past the deepest that is kept.
    deeper_lists: usize,
    /// An item was opened whose mark is not written yet.
    item: bool,
    generosity: usize,
}

/// An open list: the number of its next item, or none for bullets.
struct List {
    next: Option<u32>,
}

impl Writer {
    pub fn new() -> Self {
        Self {
            out: String::new(),
            line_start: 0,
            gap: 0,
            space: false,
            cell: false,
            quotes: 0,
            quotes_before: 0,
            preformatted: 0,
            just_preformatted: false,
            lists: Vec::new(),
            deeper_lists: 0,
            item: false,
            generosity: GENEROUS,
        }
    }

    pub fn len(&self) -> usize {
        self.out.len()
    }

    pub fn written_since(&self, start: usize) -> &str {
        self.out.get(start..).unwrap_or_default()
    }

    pub fn finish(mut self) -> String {
        self.out.truncate(self.out.trim_end().len());
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out
    }

    /// Text as HTML has it: references are replaced, and white space is one space unless preformatted.
    pub fn text(&mut self, raw: &str) {
        let mut rest = raw;
        while !rest.is_empty() {
            let plain =
                rest.find(|c: char| c.is_whitespace() || c == '&' || c.is_control()).unwrap_or(rest.len());
            let (run, from) = rest.split_at(plain);
            if !run.is_empty() {
                self.verbatim(run);
            }
            let Some(first) = from.chars().next() else { return };
            let reference = Reference::at_start(from);
            let (character, length) =
                reference.map_or((first, first.len_utf8()), |r| (r.stands_for, r.length));
            self.character(character, reference.is_some());
            rest = from.get(length..).unwrap_or_default();
        }
    }

    fn character(&mut self, c: char, is_reference: bool) {
        match c {
            '\n' if self.preformatted > 0 && !is_reference && self.just_preformatted => {
                self.just_preformatted = false
            }
            '\n' if self.preformatted > 0 && !is_reference => self.line_break(),
            '\t' | ' ' if self.preformatted > 0 => {
                self.begin();
                self.out.push(c);
            }
            c if c.is_whitespace() => self.space = true,
            c if c.is_control() => {}
            c => self.verbatim(c.encode_utf8(&mut [0; 4])),
        }
    }

    /// Text without white space to collapse and references to replace.
    pub fn verbatim(&mut self, text: &str) {
        self.begin();
        self.out.push_str(text);
    }

    /// Puts an address in angle brackets right behind what was written; what is due stays due.
    pub fn add_address(&mut self, address: &str) {
        self.out.push_str(" <");
        self.out.push_str(address);
        self.out.push('>');
    }

    /// Writes what is due before text.
    fn begin(&mut self) {
        self.just_preformatted = false;
        if self.gap > 0 || self.out.is_empty() {
            self.start_line();
        } else if self.line_has_text() {
            if self.cell {
                self.out.push('\t');
            } else if self.space {
                self.out.push(' ');
            }
        }
        self.cell = false;
        self.space = false;
        if self.item {
            self.item = false;
            self.mark_item();
        }
    }

    fn start_line(&mut self) {
        if !self.out.is_empty() {
            self.end_line();
            for _ in 1..self.gap {
                // An empty line between quotes of different depth belongs to the shallower one.
                self.quote_marks(self.quotes.min(self.quotes_before));
                self.end_line();
            }
        }
        self.gap = 0;
        self.quotes_before = self.quotes;
        if self.quotes > 0 {
            self.quote_marks(self.quotes);
            self.out.push(' ');
        }
        let indent = "  ".repeat(self.lists.len().saturating_sub(1));
        if self.afford(indent.len()) {
            self.out.push_str(&indent);
        }
        self.line_start = self.out.len();
    }

    fn end_line(&mut self) {
        // A signature starts with `-- `: the space at the end of that line counts.
        if self.space && self.written_since(self.line_start) == "--" {
            self.out.push(' ');
        }
        self.space = false;
        self.out.push('\n');
        self.line_start = self.out.len();
    }

    fn quote_marks(&mut self, depth: usize) {
        let deeper = depth.min(DEEPEST).saturating_sub(1);
        let shown = if self.afford(deeper) { depth.min(DEEPEST) } else { depth.min(1) };
        for _ in 0..shown {
            self.out.push('>');
        }
    }

    fn afford(&mut self, bytes: usize) -> bool {
        let left = self.generosity.checked_sub(bytes);
        self.generosity = left.unwrap_or(self.generosity);
        left.is_some()
    }

    fn line_has_text(&self) -> bool {
        self.out.len() > self.line_start
    }

    fn mark_item(&mut self) {
        let mut mark = "- ".to_owned();
        if let Some(List { next: Some(number) }) = self.lists.last_mut() {
            let numbered = format!("{number}. ");
            *number = number.saturating_add(1);
            if self.afford(numbered.len() - mark.len()) {
                mark = numbered;
            }
        }
        self.out.push_str(&mark);
        self.line_start = self.out.len();
    }

    /// What follows stands on a new line.
    pub fn new_line(&mut self) {
        self.set_off(LINE);
    }

    /// What follows is set off by an empty line.
    pub fn paragraph(&mut self) {
        self.set_off(if self.lists.is_empty() { PARAGRAPH } else { LINE });
    }

    fn set_off(&mut self, gap: usize) {
        self.cell = false;
        // A paragraph that opens a list item starts on the line of the item's mark.
        let at_item = self.item && self.gap >= LINE;
        if self.out.is_empty() || at_item {
            return;
        }
        self.gap = self.gap.max(gap);
    }

    /// `<br>`: a second one in a row leaves an empty line.
    pub fn line_break(&mut self) {
        if self.out.is_empty() {
            return;
        }
        let most = if self.preformatted > 0 { usize::MAX } else { PARAGRAPH };
        self.gap = self.gap.saturating_add(1).min(most.max(self.gap));
        self.cell = false;
    }

    pub fn cell(&mut self) {
        self.cell = true;
    }

    pub fn rule(&mut self) {
        self.new_line();
        self.verbatim("---");
        self.new_line();
    }

    pub fn open_list(&mut self, next: Option<u32>) {
        self.set_off(if self.lists.is_empty() { PARAGRAPH } else { LINE });
        if self.lists.len() < DEEPEST {
            self.lists.push(List { next });
        } else {
            self.deeper_lists += 1;
        }
    }

    pub fn close_list(&mut self) {
        if self.deeper_lists > 0 {
            self.deeper_lists -= 1;
        } else {
            self.lists.pop();
        }
        self.item = false;
        self.paragraph();
    }

    pub fn item(&mut self) {
        self.item = false;
        self.new_line();
        self.item = true;
    }

    pub fn open_quote(&mut self) {
        self.paragraph();
        self.quotes += 1;
    }

    pub fn close_quote(&mut self) {
        self.paragraph();
        self.quotes = self.quotes.saturating_sub(1);
    }

    pub fn open_preformatted(&mut self) {
        self.paragraph();
        self.preformatted += 1;
        self.just_preformatted = true;
    }

    pub fn close_preformatted(&mut self) {
        self.preformatted = self.preformatted.saturating_sub(1);
        self.paragraph();
    }
}
