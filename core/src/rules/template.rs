use std::borrow::Cow;

use crate::query::did_you_mean;
use crate::{Error, Result};

/// Bytes that a template may have.
const MAX_SOURCE: usize = 64 * 1024;
/// Pieces, texts and placeholders, that a template may have.
const MAX_PIECES: usize = 10_000;
/// Bytes that a filled template may have.
const MAX_OUTPUT: usize = 256 * 1024;

macro_rules! placeholders {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)+) => {
        /// What a template can stand for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Placeholder {
            $($(#[$doc])* $name,)+
        }

        impl Placeholder {
            /// All placeholders.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The path between the braces.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// The placeholder with this path.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

placeholders! {
    /// The number of the ticket.
    TicketNumber = "ticket.number",
    /// Its title.
    TicketTitle = "ticket.title",
    /// The label of its status.
    TicketStatus = "ticket.status",
    /// Its priority.
    TicketPriority = "ticket.priority",
    /// Its type.
    TicketType = "ticket.type",
    /// When it was created.
    TicketCreatedAt = "ticket.created_at",
    /// Until when somebody wants it done.
    TicketDueAt = "ticket.due_at",
    /// The name of the requester.
    RequesterName = "requester.name",
    /// The address of the requester.
    RequesterEmail = "requester.email",
    /// The name of the assignee.
    AssigneeName = "assignee.name",
    /// The name of the team.
    TeamName = "team.name",
    /// The name of the mailbox.
    MailboxName = "mailbox.name",
    /// The address of the mailbox.
    MailboxAddress = "mailbox.address",
    /// The text of the update's comment.
    CommentText = "comment.text",
    /// The name of who made that comment.
    CommentAuthor = "comment.author",
}

impl Placeholder {
    /// Whether its value may be a text that the requester chose, which must not be echoed to strangers. The address is not such
    /// a text: whoever reads it there, it is their own.
    pub fn is_requester_text(self) -> bool {
        matches!(self, Self::TicketTitle | Self::RequesterName | Self::CommentText | Self::CommentAuthor)
    }
}

/// A text with placeholders, `{{ticket.number}}`, taken apart once. There is no logic in it, and values are put in as they
/// are: braces in a value mean nothing.
///
/// `{{` always opens a placeholder, and `{%` and `{#` are refused, so that a template never sends out a construct of a richer
/// template language as if it were text.
///
/// ```
/// use frontdesk::rules::{Placeholder, TemplateText};
/// let template = TemplateText::parse("Request {{ticket.number}} is {{ ticket.status }}.")?;
/// let text = template.fill(|placeholder| match placeholder {
///     Placeholder::TicketNumber => "#7".into(),
///     _ => "{{ticket.number}}".into(),
/// })?;
/// assert_eq!(text, "Request #7 is {{ticket.number}}.");
///
/// let error = TemplateText::parse("Hello {{requester.nam}}").unwrap_err();
/// assert_eq!((error.code(), error.hint_text()), ("template.unknown_placeholder", Some("did you mean `requester.name`?")));
/// # Ok::<(), frontdesk::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateText {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Value(Placeholder),
}

impl TemplateText {
    /// Takes a text apart.
    ///
    /// # Errors
    /// `template.unknown_placeholder`, `template.unclosed`, `template.unsupported` for `{%` and `{#`, each with `line` and
    /// `column` (in characters, from 1) as details; `template.too_long`, `template.too_many_placeholders`.
    pub fn parse(source: &str) -> Result<Self> {
        if source.len() > MAX_SOURCE {
            let (length, cap) = (source.len() as u64, MAX_SOURCE as u64);
            return Err(Error::limit("template.too_long", "the template in bytes", length, cap));
        }
        let mut pieces = Vec::new();
        let mut rest = source;
        while let Some((before, opened)) = rest.split_once("{{") {
            push_text(&mut pieces, before, source, rest)?;
            let Some((path, after)) = opened.split_once("}}") else {
                let fault = Error::invalid("template.unclosed", "a placeholder is not closed");
                return Err(located(fault.hint("close it with `}}`"), source, opened.len() + 2));
            };
            let placeholder = Placeholder::from_name(path.trim())
                .ok_or_else(|| located(unknown(path.trim()), source, opened.len() + 2))?;
            pieces.push(Piece::Value(placeholder));
            if pieces.len() > MAX_PIECES {
                let (count, cap) = (pieces.len() as u64, MAX_PIECES as u64);
                return Err(Error::limit(
                    "template.too_many_placeholders",
                    "the number of pieces",
                    count,
                    cap,
                ));
            }
            rest = after;
        }
        push_text(&mut pieces, rest, source, rest)?;
        Ok(Self { pieces })
    }

    /// Puts values in, in one pass: they are never looked at again.
    ///
    /// # Errors
    /// `template.output_too_long` past 256 KB.
    pub fn fill<'v>(&self, value: impl Fn(Placeholder) -> Cow<'v, str>) -> Result<String> {
        let mut filled = String::new();
        for piece in &self.pieces {
            let text = match piece {
                Piece::Text(text) => Cow::Borrowed(text.as_str()),
                Piece::Value(placeholder) => value(*placeholder),
            };
            let length = filled.len().saturating_add(text.len());
            if length > MAX_OUTPUT {
                let (length, cap) = (length as u64, MAX_OUTPUT as u64);
                return Err(Error::limit(
                    "template.output_too_long",
                    "the filled text in bytes",
                    length,
                    cap,
                ));
            }
            filled.push_str(&text);
        }
        Ok(filled)
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The placeholders in it, in order; one that is used twice comes twice.
    pub fn placeholders(&self) -> impl Iterator<Item = Placeholder> + '_ {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Text(_) => None,
            Piece::Value(placeholder) => Some(*placeholder),
        })
    }

    /// Whether it would echo a text that the requester chose: what must not go to somebody nobody vouches for.
    pub fn uses_requester_text(&self) -> bool {
        self.placeholders().any(Placeholder::is_requester_text)
    }
}

/// `rest` is the source from where `text` begins.
fn push_text(pieces: &mut Vec<Piece>, text: &str, source: &str, rest: &str) -> Result<()> {
    let tag = ["{%", "{#"].into_iter().filter_map(|tag| text.find(tag).map(|at| (at, tag))).min();
    if let Some((at, tag)) = tag {
        let message = format!("`{tag}` is not understood: a template holds text and placeholders only");
        return Err(located(
            Error::invalid("template.unsupported", message).hint("write `{{…}}` for a value"),
            source,
            rest.len() - at,
        ));
    }
    if !text.is_empty() {
        pieces.push(Piece::Text(text.to_owned()));
    }
    Ok(())
}

fn unknown(path: &str) -> Error {
    let fault = Error::invalid("template.unknown_placeholder", "there is no such placeholder");
    let names = Placeholder::ALL.iter().map(|placeholder| placeholder.name());
    match did_you_mean(path, names.clone()) {
        Some(hint) => fault.hint(hint),
        None => fault.hint(format!("placeholders are: {}", names.collect::<Vec<_>>().join(", "))),
    }
}

/// Adds line and column of what begins so many bytes before the end of the source.
fn located(fault: Error, source: &str, before_end: usize) -> Error {
    let before = source.get(..source.len().saturating_sub(before_end)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    fault.detail("line", line).detail("column", column)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fault(source: &str) -> (&'static str, Vec<(String, String)>) {
        let fault = TemplateText::parse(source).expect_err(source);
        let details = fault.details().iter().map(|detail| (detail.name.clone(), detail.value.clone()));
        (fault.code(), details.collect())
    }

    #[test]
    fn faults_have_their_code_and_place() {
        let at = |line: u32, column: u32| {
            vec![("line".to_owned(), line.to_string()), ("column".to_owned(), column.to_string())]
        };
        assert_eq!(fault("Hé {{nobody}}"), ("template.unknown_placeholder", at(1, 4)));
        assert_eq!(fault("a\nüb {{ticket.title}} {{}}"), ("template.unknown_placeholder", at(2, 21)));
        assert_eq!(fault("{{ticket.title}} {{ticket.number"), ("template.unclosed", at(1, 18)));
        assert_eq!(fault("\n\n {{ticket.number}"), ("template.unclosed", at(3, 2)));
        assert_eq!(fault("{{ticket.title}}\n{% if x %}"), ("template.unsupported", at(2, 1)));
        assert_eq!(fault("a {# note #} {{ticket.title}}"), ("template.unsupported", at(1, 3)));
        assert_eq!(fault(&"x".repeat(MAX_SOURCE + 1)).0, "template.too_long");
    }

    #[test]
    fn single_braces_are_text() {
        let template = TemplateText::parse("{a} }} %} {").unwrap();
        assert_eq!(template.fill(|_| "".into()).unwrap(), "{a} }} %} {");
    }

    #[test]
    fn every_placeholder_is_known_by_its_name() {
        for placeholder in Placeholder::ALL {
            let template = TemplateText::parse(&format!("{{{{ {} }}}}", placeholder.name())).unwrap();
            assert_eq!(template.placeholders().collect::<Vec<_>>(), [*placeholder]);
        }
    }

    #[test]
    fn tp_05_the_output_is_capped_before_it_is_made() {
        let template = TemplateText::parse(&"{{comment.text}}".repeat(64)).unwrap();
        let fits = "x".repeat(MAX_OUTPUT / 64);
        assert_eq!(template.fill(|_| fits.as_str().into()).unwrap().len(), MAX_OUTPUT);
        let bursts = "x".repeat(MAX_OUTPUT / 64 + 1);
        assert_eq!(template.fill(|_| bursts.as_str().into()).unwrap_err().code(), "template.output_too_long");
    }

    #[test]
    fn tp_06_a_template_tells_whether_it_echoes_the_requester() {
        for (source, echoes) in [
            ("We got your request {{ticket.number}} at {{mailbox.address}}.", false),
            ("{{ticket.status}} {{assignee.name}} {{team.name}}", false),
            ("Re: {{ticket.title}}", true),
            ("Dear {{requester.name}}", true),
            ("{{comment.text}}", true),
            ("{{comment.author}} wrote", true),
        ] {
            assert_eq!(TemplateText::parse(source).unwrap().uses_requester_text(), echoes, "{source}");
        }
    }

    proptest! {
        #[test]
        fn tp_02_values_are_put_in_as_they_are(
            texts in prop::collection::vec("[a-z }\n]{0,8}", 2..5),
            value in "([{]{2}|[}]{2}|ticket[.]number|[{]%|[a-zé]){0,12}",
        ) {
            let source = texts.join("{{ticket.title}}");
            let filled = TemplateText::parse(&source).unwrap().fill(|_| value.as_str().into()).unwrap();
            prop_assert_eq!(filled, texts.join(&value));
        }

        #[test]
        fn no_text_makes_parsing_or_filling_fail_otherwise_than_with_an_error(source in "[{}%# .a-z\n]{0,60}") {
            if let Ok(template) = TemplateText::parse(&source) {
                prop_assert_eq!(template.fill(|p| format!("{{{{{}}}}}", p.name()).into()).unwrap().replace(' ', ""), source.replace(' ', ""));
            }
        }
    }
}
