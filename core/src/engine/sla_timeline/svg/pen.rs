//! Writes the parts of a picture. Every look is given by attributes, in light colours, so that it needs no style sheet to be read; the style sheet
//! has the dark ones alone.

/// What draws something: its class, and how it looks on a light ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    class: &'static str,
    light: &'static str,
}

macro_rules! looks {
    ($($(#[$doc:meta])* $name:ident = $class:literal, $light:literal, $dark:literal;)+) => {
        $($(#[$doc])* pub(super) const $name: Look = Look { class: $class, light: $light };)+

        /// The colours on a dark ground.
        const DARK: &str = concat!($(".", $class, "{", $dark, "}"),+);
    };
}

looks! {
    GROUND = "fd-ground", r##"fill="#ffffff""##, "fill:#0d1117";
    INK = "fd-ink", r##"fill="#1f2328""##, "fill:#e6edf3";
    DIM = "fd-dim", r##"fill="#59636e""##, "fill:#9198a1";
    GRID = "fd-grid", r##"stroke="#e6eaef""##, "stroke:#21262d";
    MIDNIGHT = "fd-midnight", r##"stroke="#c4ccd4""##, "stroke:#3d444d";
    ROW = "fd-row", r##"stroke="#e6eaef""##, "stroke:#21262d";
    NOW = "fd-now", r##"stroke="#0969da" stroke-width="2""##, "stroke:#58a6ff";
    NOW_INK = "fd-now-ink", r##"fill="#0969da""##, "fill:#58a6ff";
    RUNS = "fd-runs", r##"fill="#1a7f37""##, "fill:#3fb950";
    OVER = "fd-over", r##"fill="#cf222e""##, "fill:#f85149";
    OVER_LINE = "fd-over-line", r##"stroke="#ffffff" stroke-width="1""##, "stroke:#0d1117";
    CLOSED = "fd-closed", r##"fill="#afb8c1""##, "fill:#59636e";
    PAUSED = "fd-paused", r##"fill="#fff3c4""##, "fill:#3a2d05";
    PAUSED_LINE = "fd-paused-line", r##"stroke="#9a6700" stroke-width="2""##, "stroke:#d29922";
    PAUSED_EDGE = "fd-paused-edge", r##"fill="none" stroke="#9a6700""##, "stroke:#d29922";
    SOLVED = "fd-solved", r##"fill="none" stroke="#59636e" stroke-dasharray="3 3""##, "stroke:#9198a1";
    AHEAD = "fd-ahead", r##"stroke="#1a7f37" stroke-width="2" stroke-dasharray="2 4""##, "stroke:#3fb950";
    POLE = "fd-pole", r##"stroke="#1f2328""##, "stroke:#e6edf3";
    SIGN = "fd-sign", r##"fill="#1f2328""##, "fill:#e6edf3";
    SIGN_LINE = "fd-sign-line", r##"fill="none" stroke="#1f2328" stroke-width="2""##, "stroke:#e6edf3";
    BAD = "fd-bad", r##"fill="#cf222e""##, "fill:#f85149";
    BAD_LINE = "fd-bad-line", r##"fill="none" stroke="#cf222e" stroke-width="2""##, "stroke:#f85149";
    WARN = "fd-warn", r##"fill="#9a6700""##, "fill:#d29922";
    WARN_LINE = "fd-warn-line", r##"fill="none" stroke="#9a6700" stroke-width="2""##, "stroke:#d29922";
    GOOD_LINE = "fd-good-line", r##"fill="none" stroke="#1a7f37" stroke-width="2""##, "stroke:#3fb950";
    OVER_HOURS = "fd-over-hours", r##"fill="url(#fd-over-hours)""##, "fill:url(#fd-over-hours)";
    HOURS = "fd-hours", r##"fill="url(#fd-hours)""##, "fill:url(#fd-hours)";
    OVER_FILL = "fd-over-fill", r##"fill="url(#fd-over)""##, "fill:url(#fd-over)";
    PAUSED_FILL = "fd-paused-fill", r##"fill="url(#fd-paused)""##, "fill:url(#fd-paused)";
}

/// The patterns of fillings that are not to be told by colour alone.
fn patterns() -> String {
    let attributes = |look: Look| format!(r#"class="{}" {}"#, look.class, look.light);
    let pattern = |id: &str, size: i64, inside: String| {
        format!(
            r#"<pattern id="{id}" width="{size}" height="{size}" patternUnits="userSpaceOnUse">{inside}</pattern>"#
        )
    };
    let ground = |size: i64, look: Look| format!(r#"<path d="M0 0H{size}V{size}H0Z" {}/>"#, attributes(look));
    let line = |path: &str, look: Look| format!(r#"<path d="{path}" {}/>"#, attributes(look));
    let hours = ground(4, CLOSED) + &format!(r#"<path d="M0 0H2V4H0Z" {}/>"#, attributes(RUNS));
    let over_hours = ground(4, CLOSED) + &format!(r#"<path d="M0 0H4V2H0Z" {}/>"#, attributes(OVER));
    let over = ground(6, OVER) + &line("M-1 -1L7 7M-1 5L1 7M5 -1L7 1", OVER_LINE);
    let paused = ground(8, PAUSED) + &line("M-1 9L9 -1M-1 1L1 -1M7 9L9 7", PAUSED_LINE);
    [
        pattern("fd-hours", 4, hours),
        pattern("fd-over-hours", 4, over_hours),
        pattern("fd-over", 6, over),
        pattern("fd-paused", 8, paused),
    ]
    .concat()
}

/// Fonts that readers have.
const FONTS: &str =
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif";

/// A picture as it is written.
pub(super) struct Pen(String);

impl Pen {
    /// Begins a picture of a size. `title` and `about` are for those who cannot see it.
    pub fn new(width: i64, height: i64, title: &str, about: &str) -> Self {
        let (title, about) = (escaped(title), escaped(about));
        let mut pen = Self(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
             role=\"img\" aria-label=\"{title}. {about}\" font-family=\"{FONTS}\" font-size=\"11\">\n\
             <title>{title}</title>\n<desc>{about}</desc>\n\
             <style>@media (prefers-color-scheme: dark){{{DARK}}}</style>\n<defs>{}</defs>\n",
            patterns()
        ));
        pen.rect((0, 0), (width, height), GROUND, None);
        pen
    }

    /// Ends it.
    pub fn done(mut self) -> String {
        self.0.push_str("</svg>\n");
        self.0
    }

    /// A rectangle; a text that is shown when a pointer rests on it.
    pub fn rect(&mut self, (x, y): (i64, i64), (width, height): (i64, i64), look: Look, about: Option<&str>) {
        let Look { class, light } = look;
        let shape =
            format!(r#"<rect x="{x}" y="{y}" width="{width}" height="{height}" class="{class}" {light}"#);
        self.shape(&shape, "rect", about);
    }

    pub fn path(&mut self, path: &str, look: Look) {
        let Look { class, light } = look;
        self.shape(&format!(r#"<path d="{path}" class="{class}" {light}"#), "path", None);
    }

    pub fn line(&mut self, (x1, y1): (i64, i64), (x2, y2): (i64, i64), look: Look) {
        self.path(&format!("M{x1} {y1}L{x2} {y2}"), look);
    }

    /// A text that begins at a place; `more` is what else it looks like.
    pub fn text(&mut self, (x, y): (i64, i64), text: &str, look: Look, more: &str) {
        let Look { class, light } = look;
        let space = if more.is_empty() { "" } else { " " };
        self.0.push_str(&format!(
            "<text x=\"{x}\" y=\"{y}\" class=\"{class}\" {light}{space}{more}>{}</text>\n",
            escaped(text)
        ));
    }

    /// What follows belongs together, and is about this.
    pub fn group(&mut self, about: &str) {
        self.0.push_str(&format!("<g><title>{}</title>\n", escaped(about)));
    }

    pub fn end_group(&mut self) {
        self.0.push_str("</g>\n");
    }

    fn shape(&mut self, shape: &str, name: &str, about: Option<&str>) {
        self.0.push_str(shape);
        match about {
            Some(about) => self.0.push_str(&format!("><title>{}</title></{name}>\n", escaped(about))),
            None => self.0.push_str("/>\n"),
        }
    }
}

/// A text as XML has it: what would end it is written otherwise, and what no XML may hold is left out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

/// About how wide a text is, hardly ever too little: fonts differ.
pub(super) fn width(text: &str) -> i64 {
    text.chars().map(of_letter).sum()
}

fn of_letter(letter: char) -> i64 {
    match letter {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 4,
        'f' | 'r' | 't' | 'I' | '(' | ')' | '-' => 5,
        'm' | 'w' | 'M' | 'W' | '%' | '→' | '…' => 11,
        'A'..='Z' => 8,
        '\u{0}'..='\u{24f}' => 7,
        '\u{1100}'.. => 14,
        _ => 9,
    }
}

/// A text that fits into a width, with a sign when some of it is left out.
pub(super) fn fitted(text: &str, room: i64) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let mut left = room - width("…");
    let mut out: String = text
        .chars()
        .take_while(|letter| {
            left -= of_letter(*letter);
            left >= 0
        })
        .collect();
    out.push('…');
    out
}
