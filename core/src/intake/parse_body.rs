//! Which parts of a mail are its body, and which are attachments.

use super::guard::{PartKind, Shape};

/// What a leaf is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Text of the body. Pieces with the same group are versions of one another.
    Text {
        group: usize,
    },
    /// HTML of the body.
    Html {
        group: usize,
    },
    Attachment {
        inline: bool,
    },
}

/// What is known of a leaf before its content is decoded.
pub(super) struct LeafFacts {
    pub is_attachment: bool,
    pub has_name: bool,
}

/// The role of the part at `index`, a leaf or an attached message at the top level.
pub(super) fn role_of(shape: &Shape, index: usize, facts: &LeafFacts, has_body: bool) -> Option<Role> {
    let part = shape.parts.get(index)?;
    let parent = part.parent.and_then(|p| shape.parts.get(p));
    let in_related = parent.is_some_and(|p| p.content_type == "multipart/related");
    let is_root = part.parent.is_none_or(|p| index == p + 1);
    let is_text =
        part.kind == PartKind::Leaf && matches!(part.content_type.as_str(), "text/plain" | "text/html");
    let is_body =
        is_text && !facts.is_attachment && (is_root || !in_related) && (!facts.has_name || !has_body);
    if !is_body {
        let inline = !facts.is_attachment
            && part.id_field.is_some()
            && (in_related || part.disposition_field.is_some());
        return Some(Role::Attachment { inline });
    }
    let group = outermost_alternative(shape, index).unwrap_or(index);
    Some(match part.content_type.as_str() {
        "text/html" => Role::Html { group },
        _ => Role::Text { group },
    })
}

fn outermost_alternative(shape: &Shape, index: usize) -> Option<usize> {
    let mut found = None;
    let mut at = shape.parts.get(index)?.parent;
    while let Some(parent) = at.and_then(|p| shape.parts.get(p).map(|part| (p, part))) {
        if parent.1.content_type == "multipart/alternative" {
            found = Some(parent.0);
        }
        at = parent.1.parent;
    }
    found
}

/// One stretch of the body, in one or two versions.
#[derive(Default)]
pub(super) struct Stretch {
    group: usize,
    text: Option<String>,
    html: Option<String>,
}

/// The body as it grows.
#[derive(Default)]
pub(super) struct Body {
    stretches: Vec<Stretch>,
}

impl Body {
    pub fn is_empty(&self) -> bool {
        self.stretches.is_empty()
    }

    pub fn add_text(&mut self, group: usize, text: String) {
        if let Some(stretch) = self.stretch(group) {
            join(&mut stretch.text, text);
        }
    }

    pub fn add_html(&mut self, group: usize, html: String) {
        if let Some(stretch) = self.stretch(group) {
            join(&mut stretch.html, html);
        }
    }

    fn stretch(&mut self, group: usize) -> Option<&mut Stretch> {
        if !self.stretches.iter().any(|s| s.group == group) {
            self.stretches.push(Stretch { group, ..Stretch::default() });
        }
        self.stretches.iter_mut().rfind(|s| s.group == group)
    }

    /// The whole as plain text, unless some of it is HTML only; and as HTML, if any of it is.
    pub fn finish(self) -> (Option<String>, Option<String>) {
        let any_html = self.stretches.iter().any(|s| s.html.is_some());
        let all_text =
            !self.stretches.is_empty() && self.stretches.iter().all(|s| has_words(s.text.as_ref()));
        let all_text = all_text || (!any_html && !self.stretches.is_empty());
        let (mut text, mut html) = (None, None);
        for stretch in self.stretches {
            if any_html {
                let as_html =
                    stretch.html.unwrap_or_else(|| escaped(stretch.text.as_deref().unwrap_or_default()));
                join(&mut html, as_html);
            }
            if all_text {
                join(&mut text, stretch.text.unwrap_or_default());
            }
        }
        (text, html)
    }
}

fn has_words(text: Option<&String>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}

fn join(whole: &mut Option<String>, piece: String) {
    match whole {
        None => *whole = Some(piece),
        Some(whole) => {
            if !whole.is_empty() && !whole.ends_with('\n') {
                whole.push('\n');
            }
            whole.push_str(&piece);
        }
    }
}

fn escaped(text: &str) -> String {
    let safe = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<pre>{safe}</pre>")
}

/// Undoes the soft line ends of `format=flowed` (RFC 3676). Quoted lines flow within their own depth only.
pub(super) fn unflow(text: &str, delete_space: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut flowing: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let ended = line.ends_with('\n');
        let line = line.strip_suffix('\n').unwrap_or(line);
        let content = line.trim_start_matches('>');
        let depth = line.len() - content.len();
        let content = content.strip_prefix(' ').unwrap_or(content);
        let is_signature = content == "-- ";
        match flowing.take() {
            Some(before) if before == depth && !is_signature => {}
            before => {
                if before.is_some() {
                    out.push('\n');
                }
                out.extend(std::iter::repeat_n('>', depth));
                if depth > 0 && !content.is_empty() {
                    out.push(' ');
                }
            }
        }
        if content.ends_with(' ') && !is_signature && ended {
            flowing = Some(depth);
            out.push_str(if delete_space { content.strip_suffix(' ').unwrap_or(content) } else { content });
        } else {
            out.push_str(content);
            if ended {
                out.push('\n');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Body, unflow};

    #[test]
    fn flowed_lines_are_joined_within_their_quote_depth() {
        let flowed = "One \nline.\n> quoted \n> too\nDone.\n-- \nAda\n  indented\n";
        assert_eq!(unflow(flowed, false), "One line.\n> quoted too\nDone.\n-- \nAda\n indented\n");
        assert_eq!(unflow("日 \n本\n", true), "日本\n");
        assert_eq!(unflow("open \n> other\n", false), "open \n> other\n");
        assert_eq!(unflow("end ", false), "end ");
    }

    #[test]
    fn a_plain_footer_under_html_is_not_the_whole_text() {
        let mut body = Body::default();
        body.add_html(1, "<p>question</p>".into());
        body.add_text(2, "list <footer>".into());
        assert_eq!(body.finish(), (None, Some("<p>question</p>\n<pre>list &lt;footer&gt;</pre>".into())));
    }

    #[test]
    fn an_empty_plain_version_does_not_hide_the_html() {
        let mut body = Body::default();
        body.add_text(1, " \n".into());
        body.add_html(1, "<p>here</p>".into());
        assert_eq!(body.finish(), (None, Some("<p>here</p>".into())));
    }
}
