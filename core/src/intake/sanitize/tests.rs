use proptest::prelude::*;

use super::*;
use crate::hang::in_time;
use crate::intake::html_text::entity;
use crate::intake::html_text::tests::soup;
use crate::intake::html_text::to_text;
use crate::intake::html_text::token::{Token, Tokens};

/// Known ways to get a script, a request or an overlay past a filter.
const VECTORS: &[&str] = &[
    "<script>alert(1)</script>",
    "<SCRIPT SRC=https://x.example/x.js></SCRIPT>",
    "<script/x>alert(1)</script>",
    "<<script>alert(1)//<</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\x0c>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror\n=\nalert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<img src='x'onerror='alert(1)'>",
    "<img \"\"\"><script>alert(1)</script>\">",
    "<img src=javascript:alert(1)>",
    "<img src=data:image/svg+xml;base64,PHN2Zz4=>",
    "<img src=//x.example/p.gif>",
    "<img srcset='https://x.example/p.gif 1x'>",
    "<img dynsrc=javascript:alert(1) lowsrc=javascript:alert(1)>",
    "<img data-remote-src=javascript:alert(1)>",
    "<img data-remote-src='cid:x' src=cid:y>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='&#1;javascript:alert(1)'>x</a>",
    "<a href=' \u{a0}javascript:alert(1)'>x</a>",
    "<a href='&#x6A;&#x61;vascript&colon;alert(1)'>x</a>",
    "<a href='&#0000106avascript:alert(1)'>x</a>",
    "<a href='jav&Tab;ascript&#58;alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a href='//x.example/a'>x</a>",
    "<a href='/relative'>x</a>",
    "<a href='http://[bad'>x</a>",
    "<a href='feed:javascript:alert(1)'>x</a>",
    "<a href='view-source:javascript:alert(1)'>x</a>",
    "<a href=https://x.example ping=https://y.example target=_blank onclick=alert(1)>x</a>",
    "<a href='https://x.example/\"onmouseover=\"alert(1)'>x</a>",
    "<a xlink:href=javascript:alert(1)>x</a>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<p style='position:fixed;top:0;left:0;width:100%;height:100%'>x</p>",
    "<div style='width:expression(alert(1))'>x</div>",
    "<style>@import 'https://x.example/x.css';</style>",
    "<style>p{background:url(https://x.example)}</style><p>x",
    "<style><img src='</style><img src=x onerror=alert(1)>'>",
    "<link rel=stylesheet href=https://x.example/x.css>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=javascript:alert(1)//>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<frameset><frame src=javascript:alert(1)></frameset>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<applet code=x></applet>",
    "<form action=javascript:alert(1)><input type=submit></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<input autofocus onfocus=alert(1)>",
    "<select onfocus=alert(1) autofocus><option>x</select>",
    "<textarea onfocus=alert(1) autofocus>x</textarea>",
    "<isindex type=image src=x onerror=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)></audio>",
    "<details open ontoggle=alert(1)>x</details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<body onload=alert(1)>",
    "<body background=javascript:alert(1)>",
    "<table background=javascript:alert(1)><td background=javascript:alert(1)>x",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x>",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<svg><foreignObject><img src=x onerror=alert(1)></foreignObject></svg>",
    "<math><mi xlink:href=javascript:alert(1)>x</mi></math>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<math><annotation-xml encoding=text/html><style><img src=x onerror=alert(1)></style>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<noembed><img title=\"</noembed><img src=x onerror=alert(1)>\">",
    "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\">",
    "<title><p title=\"</title><img src=x onerror=alert(1)>\">",
    "<textarea><p title=\"</textarea><img src=x onerror=alert(1)>\">",
    "<template><script>alert(1)</script></template>",
    "<plaintext><script>alert(1)</script>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--<img src='--><img src=x onerror=alert(1)//'>",
    "<!-- --!><img src=x onerror=alert(1)>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<![if gt IE 1]><script>alert(1)</script><![endif]>",
    "<?xml version=1?><script>alert(1)</script>",
    "<!DOCTYPE html [<!ENTITY x '<script>alert(1)</script>'>]>&x;",
    "<p title='&quot; onclick=alert(1) x=&quot;'>x</p>",
    "<p title=\"`onclick=alert(1)`\">x</p>",
    "<p/onclick=alert(1)>x</p>",
    "<p \0onclick=alert(1)>x</p>",
    "<p id=cookie name=body class=modal>x</p>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&am<x>p;lt;script&gt;",
    "<x onclick=alert(1)>x</x>",
    "<custom-element onclick=alert(1)>x</custom-element>",
    "<p><svg><p title='</svg><script>alert(1)</script>'>",
    "<a href=\"https://x.example/?a=1&copy=2&lt=3\">x</a>",
];

/// Reads the result once more and finds nothing in it that is not allowed.
fn assert_harmless(html: &str, from: &str) {
    assert!(!html.contains("<!"), "{from}: {html}");
    for token in Tokens::of(html) {
        let tag = match token {
            Token::Text(text) => {
                assert!(!text.contains(['<', '>']), "{from}: {html}");
                continue;
            }
            Token::End(name) => {
                assert!(Element::named(name).is_some(), "{from}: {html}");
                continue;
            }
            Token::Start(tag) => tag,
        };
        assert!(Element::named(tag.name).is_some(), "{from}: {html}");
        for (name, value) in tag.attributes() {
            let value = entity::decode(value);
            match (tag.name, name) {
                ("a", "rel") => assert_eq!(value, LINK_REL),
                ("a", "href") => {
                    assert!(
                        SCHEMES.iter().any(|s| value.to_lowercase().starts_with(&format!("{s}:"))),
                        "{from}: {html}"
                    );
                }
                ("img", "src") => assert!(value.to_lowercase().starts_with("cid:"), "{from}: {html}"),
                ("img", "data-remote-src") => {
                    assert!(value.to_lowercase().starts_with("http"), "{from}: {html}")
                }
                ("img", "alt" | "width" | "height")
                | ("td" | "th", "align" | "valign" | "colspan" | "rowspan")
                | ("font", "color" | "face" | "size")
                | ("ol", "start" | "type")
                | (_, "title" | "lang" | "dir") => {}
                _ => panic!("{from}: {name} in {html}"),
            }
        }
    }
}

/// What is promised of any HTML.
fn check(html: &str) -> SafeHtml {
    let from: String = html.chars().take(200).collect();
    let mut once = None;
    assert!(in_time(2_500, || once = Some(sanitize(html))), "{from}");
    let once = once.unwrap();
    let most = 4 * html.len() + 64 * 1024;
    assert!(once.as_str().len() <= most, "{from}: {} from {}", once.as_str().len(), html.len());
    assert_harmless(once.as_str(), &from);
    once
}

/// And what a browser makes of it, by a parser that is not ours.
fn check_reparsed(html: &str) -> SafeHtml {
    let once = check(html);
    assert_eq!(reparsed::faults(once.as_str()), [""; 0], "{html}: {once}");
    once
}

#[test]
fn ht_01_no_vector_gets_through_and_cleaning_again_changes_nothing() {
    assert!(VECTORS.len() >= 60);
    for vector in VECTORS {
        for around in
            ["", "<table>", "<p><b>", "<svg>", "<pre>", "<ul><li>", "<a href=https://x.example>", "text<"]
        {
            let html = format!("{around}{vector}");
            let once = check_reparsed(&html);
            assert_eq!(sanitize(once.as_str()).as_str(), once.as_str(), "{html}");
        }
    }
}

#[test]
fn ht_02_foreign_markup_goes_and_its_text_stays() {
    let html =
        "<svg><text>one</text></svg><math><mi>two</mi></math><form>three<input></form><object>four</object>";
    assert_eq!(check_reparsed(html).as_str(), "onetwothreefour");
}

#[test]
fn ht_02_what_is_never_allowed_is_gone_however_it_is_written() {
    for (html, expected) in [
        ("a<style>p{color:red}</style>b", "ab"),
        ("a<iframe src=https://x.example>in</iframe>b", "ab"),
        ("a<base href=https://x.example/>b", "ab"),
        ("a<meta http-equiv=refresh content='0;url=https://x.example'>b", "ab"),
        ("a<link rel=stylesheet href=https://x.example/x.css>b", "ab"),
    ] {
        assert_eq!(check_reparsed(html).as_str(), expected, "{html}");
    }
    let names = ["svg", "math", "style", "form", "iframe", "object", "base", "meta", "link", "script"];
    for name in names {
        for html in [
            format!("<{name}>"),
            format!("<{name}/>"),
            format!("</{name}>"),
            format!("<{name}"),
            format!("<{}>x</{name}>", name.to_uppercase()),
            format!("<{name} href=https://x.example src=https://x.example>x"),
            format!("<table><tr><{name}>x</{name}><td>y"),
            format!("<p><{name}><p><{name}>x</{name}></{name}>"),
        ] {
            let clean = check_reparsed(&html);
            assert!(!clean.as_str().contains(&format!("<{name}")), "{html}: {clean}");
        }
    }
}

#[test]
fn ht_03_and_ht_04_bombs_stay_small_and_are_defused_quickly() {
    let pieces = [
        "<div>",
        "<b><i>",
        "<b>",
        "<ul><li>",
        "<p>",
        "<b><p>",
        "<a href=tel:1>",
        "<a href=cid:>",
        "<font color=red><p>x",
        "<table>",
        "<table>x",
        "<table><tr><td>",
        "<td>x",
        "<tr>x",
        "<p><b></p>",
        "<b><i></b>x</i>",
        "<b><a href=cid:></b>",
        "&",
        "<",
        ">",
        "\u{a0}",
        "&lt",
        "&a;",
        "<br>",
        "<hr>",
        "<h1>",
        "<dd>",
        "<pre>\n",
        "<img alt=x>",
        "<caption>x",
        "<blockquote>",
        "<span>",
        "</p>",
        "</b>",
        "</div>",
        "</br>",
        "<a><b><p>x",
        "<nobr>",
        "<svg><b>",
        "<select><b>",
        "<b></div>",
        "<em><div></em>x</div>",
        "<!--",
        "<a href='x' ",
        "<p title='&&&&&&&&&&&&&&&&'>",
        "<script>",
        "\0",
        "\r",
        "<table><td><a href=cid:>",
        "<dl><dt><span>",
        "<li><span>",
    ];
    let starts = [
        String::new(),
        "<div>".repeat(255),
        "<b><i><u><s><em><tt><big><small><strong><code>".to_owned(),
        "<b><i><u><s><em><tt><big><small>".to_owned() + &"<table><td>".repeat(100),
        "<a href=cid:><table><td>".to_owned() + &"<span>".repeat(240),
        "<li><dt>".to_owned() + &"<div>".repeat(240),
        format!("<a href=\"cid:{}\"><p>", "x".repeat(10_000)),
        "<pre>".to_owned(),
    ];
    for piece in pieces {
        for start in &starts {
            check(&format!("{start}{}", piece.repeat(30_000 / piece.len())));
        }
    }
    let costly = [
        "<p>",
        "<dd>",
        "<hr>",
        "<",
        "&",
        "\u{a0}",
        "<tr>x",
        "<li><span>",
        "<b><p>x",
        "<ul><li>",
        "<div>",
        "<b><i>",
    ];
    for piece in costly {
        for start in starts.iter().take(2) {
            check(&format!("{start}{}", piece.repeat(500_000 / piece.len())));
        }
    }
}

#[test]
fn ht_04_an_attribute_cannot_outgrow_the_limit() {
    for c in ["&", "\"", "<", "\u{a0}"] {
        check(&format!("<p title='{}'>x", c.repeat(400_000)));
        check(&format!("<p title='{}' lang='{}'>x", c.repeat(10_000), c.repeat(3_000)).repeat(5));
    }
}

#[test]
fn ht_03_depth_links_and_size_are_capped_without_losing_text() {
    let deep = format!("{}x{}y", "<div>".repeat(1_000), "</div>".repeat(1_000));
    let html = check(&deep);
    assert_eq!(html.as_str().matches("<div>").count(), 256);
    assert!(html.as_str().ends_with("</div>y") && html.as_str().contains('x'));
    let open = check(&format!("{}x", "<b><i>".repeat(1_000_000 / 12)));
    assert_eq!(open.as_str(), "<b><i><b><i><b><i><b><i>x</i></b></i></b></i></b></i></b>");
    let links = check(&"<a href=tel:1>x</a>".repeat(6_000));
    assert_eq!(links.as_str().matches("<a ").count(), 5_000);
    assert_eq!(links.as_str().matches('x').count(), 6_000);
    assert!(!links.truncated());
    let large = check(&"<p>é".repeat(200_000));
    assert!(large.truncated());
    let small = check("<p>x");
    assert!(!small.truncated());
}

#[test]
fn ht_06_pictures_from_elsewhere_are_not_fetched() {
    for (html, expected) in [
        (
            "<img src=https://x.example/p.gif width=1>",
            "<img data-remote-src=\"https://x.example/p.gif\" width=\"1\">",
        ),
        ("<img src='cid:logo@x'>", "<img src=\"cid:logo@x\">"),
        ("<img src='data:image/png;base64,AAAA' alt=Logo>", "<img alt=\"Logo\">"),
        ("<img src=x.png>", ""),
        (
            "<img src='cid:a' data-remote-src='http://x.example/'>",
            "<img src=\"cid:a\" data-remote-src=\"http://x.example/\">",
        ),
    ] {
        assert_eq!(check_reparsed(html).as_str(), expected, "{html}");
    }
}

#[test]
fn ht_07_style_class_and_id_are_dropped() {
    let html = "<p style='color:red' class=x id=y>a</p><font color=red>b</font>";
    assert_eq!(check_reparsed(html).as_str(), "<p>a</p><font color=\"red\">b</font>");
}

#[test]
fn usual_mail_keeps_its_look() {
    for (html, expected) in [
        ("<p>one<p>two", "<p>one</p><p>two</p>"),
        ("<P Title=x>a</P>", "<p title=\"x\">a</p>"),
        ("<b>a<i>b</i></b>", "<b>a<i>b</i></b>"),
        ("<p><b>a</p><p>b</b></p>", "<p><b>a</b></p><p>b</p>"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"),
        (
            "<table><tr><td>a<td>b<tr><td>c</table>",
            "<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></tbody></table>",
        ),
        ("<table>a</table>", "<table><tbody><tr><td>a</td></tr></tbody></table>"),
        ("<td>a</td><li>b</li>", "a<li>b</li>"),
        ("<pre>\n a\n  b</pre>", "<pre> a\n  b</pre>"),
        ("&lt;b&gt; &amp; &copy; &nbsp;&check; AT&T", "&lt;b&gt; &amp; © &nbsp;✓ AT&amp;T"),
        ("1 < 2 <b", "1 &lt; 2 &lt;b"),
        ("<html><head><title>t</title></head><body>x</body></html>", "x"),
        (
            "<a href='https://x.example/?a=1&amp;b=2' target=_top>x</a>",
            "<a href=\"https://x.example/?a=1&amp;b=2\" rel=\"noopener noreferrer nofollow\">x</a>",
        ),
        ("<a name=top>x</a>", "x"),
    ] {
        let once = check_reparsed(html);
        assert_eq!(once.as_str(), expected, "{html}");
        assert_eq!(sanitize(once.as_str()), once, "{html}");
    }
}

#[test]
fn safe_html_serializes_as_its_text() {
    assert_eq!(serde_json::to_string(&sanitize("<b>x")).unwrap(), "\"<b>x</b>\"");
}

/// The shown text, without white space.
fn shown(html: &str) -> String {
    let texts = Tokens::of(html)
        .filter_map(|t| if let Token::Text(text) = t { Some(entity::decode(text)) } else { None });
    texts.collect::<String>().chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn ht_01_any_html_comes_out_harmless_and_stays_as_it_is(html in prop_oneof![4 => soup(), 1 => any::<String>()]) {
        let once = check_reparsed(&html);
        let again = sanitize(once.as_str());
        prop_assert_eq!(again.as_str(), once.as_str());
    }

    #[test]
    fn ht_08_text_is_preserved(html in soup()) {
        // References by names that only the parser knows, or cut in two, are told apart differently here.
        let html = html.replace("&notit;", "").replace("&am", "");
        let once = check(&html);
        prop_assert_eq!(shown(once.as_str()), shown(&html), "{}", once.as_str());
    }

    #[test]
    fn ht_08_the_text_of_safe_html_is_that_of_the_original(
        words in proptest::collection::vec("[a-z]{1,6}", 1..6),
        tags in proptest::collection::vec(proptest::sample::select(vec!["p", "div", "b", "section", "h2"]), 1..6),
    ) {
        let html: String = words.iter().zip(tags.iter().cycle()).map(|(w, t)| format!("<{t}>{w}</{t}> ")).collect();
        prop_assert_eq!(to_text(sanitize(&html).as_str()), to_text(&html));
    }
}
