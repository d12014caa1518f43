use proptest::prelude::*;

use super::*;
use crate::hang::in_time;

#[test]
fn blocks_lists_tables_and_quotes_become_lines() {
    for (html, text) in [
        ("", ""),
        ("plain", "plain\n"),
        ("  a \n\t b&nbsp;&nbsp; c ", "a b c\n"),
        ("<p>one</p><p>two</p>", "one\n\ntwo\n"),
        ("<div>one</div><div>two<br>three<br><br>four</div>", "one\ntwo\nthree\n\nfour\n"),
        ("<h1>T</h1>x", "T\n\nx\n"),
        ("<ul><li>a<li><p>b</p></li></ul>c", "- a\n- b\n\nc\n"),
        ("<ol start=3><li>a</li><li>b<ul><li>c</li></ul></li><li>d</ol>", "3. a\n4. b\n  - c\n5. d\n"),
        ("<table><tr><td>a</td><td> b</td></tr><tr><th>c<th>d</table>e", "a\tb\nc\td\n\ne\n"),
        ("<td><div>a</div></td><td><div>b</div></td>", "a\nb\n"),
        ("a<pre>\n  x\n\n\n    y &lt;z</pre>b", "a\n\n  x\n\n\n    y <z\n\nb\n"),
        ("a<blockquote>b<blockquote>c</blockquote>d</blockquote>e", "a\n\n> b\n>\n>> c\n>\n> d\n\ne\n"),
        ("a<hr>b", "a\n---\nb\n"),
        ("<img alt='Logo' src=x>&copy; <img src=pixel>", "[Logo]©\n"),
        ("<b>bo</b>ld <i> text</i>", "bold text\n"),
        ("<div>bye</div><div>-- <br></div><div>Ann</div>", "bye\n-- \nAnn\n"),
        ("<title>no</title><style>no</style>yes<script>no</script>", "yes\n"),
        ("1 < 2 && 3 > 2 <b", "1 < 2 && 3 > 2 <b\n"),
        ("a\u{0}b\u{7}", "ab\n"),
    ] {
        assert_eq!(to_text(html), text, "{html}");
    }
}

#[test]
fn a_link_tells_its_address_only_where_it_differs() {
    for (html, text) in [
        ("<a href='https://a.example/'>https://a.example</a>", "https://a.example\n"),
        ("<a href='https://A.example'>a.example</a>.", "a.example.\n"),
        ("<a href='mailto:ann@a.example'>ann@a.example</a>", "ann@a.example\n"),
        (
            "see <a href='http://x.example/?a=1&amp;b=2'>this </a>now",
            "see this <http://x.example/?a=1&b=2> now\n",
        ),
        ("<a href='javascript:alert(1)'>x</a>", "x\n"),
        ("<a href='#top'>x</a><a name=y>z</a>", "xz\n"),
        ("<a href='https://x.example'><img src=1></a>", ""),
        ("<a href='https://x.example'>open", "open <https://x.example>\n"),
        ("<a href='https://x.example/ <b>'>x</a>", "x\n"),
    ] {
        assert_eq!(to_text(html), text, "{html}");
    }
}

fn is_bounded(html: &str) -> String {
    let text = to_text(html);
    assert!(text.len() <= 2 * html.len() + 64 * 1024, "{} from {}", text.len(), html.len());
    text
}

#[test]
fn ht_05_hostile_html_becomes_text_in_bounded_time_and_space() {
    let pieces = [
        "<div>",
        "<",
        "&",
        "<!--",
        "<!",
        "<a href=\"",
        "<a href='x' ",
        "<p>x",
        "<li>x",
        "<ol><li>x",
        "<br>x",
        "<blockquote>x",
        "<blockquote><br>",
        "<pre>\n",
        "<a href=http://x>y",
        "<table><td>x",
        "<hr>",
        "\n",
        "&#",
        "&lt;",
        "<img alt=x>",
        "<script>",
        "</",
        "<!---->",
        "<b><i>",
        "&nbsp;",
        "--",
        "\u{a0}",
        "<ul><li>x<ol><li>y",
    ];
    for piece in pieces {
        for start in ["", "<blockquote><blockquote><pre>", "<blockquote><ol>", "<!-", "<pre>"] {
            let bytes = if start.is_empty() { 500_000 } else { 100_000 };
            let html = format!("{start}{}", piece.repeat(bytes / piece.len()));
            assert!(in_time(2_500, || drop(is_bounded(&html))), "{start} {piece}");
        }
    }
}

/// Pieces of HTML in no good order.
pub(in crate::intake) fn soup() -> impl Strategy<Value = String> {
    let pieces = [
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<a href='http://a.b'>",
        "<a href=\"cid:1\">",
        "</a>",
        "<table>",
        "</table>",
        "<tr>",
        "</tr>",
        "<td>",
        "</td>",
        "<th>",
        "<tbody>",
        "<caption>",
        "<ul>",
        "<ol>",
        "<li>",
        "</li>",
        "</ul>",
        "<dl><dt>",
        "<dd>",
        "<pre>",
        "</pre>",
        "<blockquote>",
        "</blockquote>",
        "<h1>",
        "</h2>",
        "<br>",
        "</br>",
        "<hr>",
        "<img src=http://x/y.png alt=q>",
        "<img src=cid:a>",
        "<font color=red>",
        "</font>",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<svg>",
        "<math>",
        "<title>",
        "<textarea>",
        "</textarea>",
        "<select>",
        "<option>",
        "<form>",
        "<button>",
        "<template>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<",
        ">",
        "&",
        "\"",
        "'",
        "&lt;",
        "&amp;",
        "&am",
        "p;",
        "&#60",
        "&notit;",
        "text",
        " ",
        "\n",
        "é",
        "日",
        "\u{a0}",
        "\0",
        "\r",
        "=",
        "/",
        "<x-y>",
        "</x-y>",
        "<plaintext>",
        "<noscript>",
        "<body>",
        "<html>",
        "<frameset>",
        "<big>",
        "<nobr>",
        "</nobr>",
        "<marquee>",
        "<object>",
        "<p title='",
        "<A HREF=",
        "onclick=alert(1)",
        "javascript:",
    ];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..40).prop_map(|v| v.concat())
}

proptest! {
    #[test]
    fn ht_05_no_html_panics_or_grows(html in prop_oneof![soup(), any::<String>()]) {
        is_bounded(&html);
    }

    #[test]
    fn text_without_markup_stays(text in "[a-zé日.,!?-]{1,8}( [a-zé日.,!?-]{1,8}){0,8}") {
        prop_assert_eq!(to_text(&text), format!("{text}\n"));
    }
}
