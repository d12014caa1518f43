//! Safe HTML as a browser takes it: parsed into a tree by another parser, and held against lists that are written here alone.

use html5ever::tendril::TendrilSink;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, QualName, local_name, ns, parse_document, parse_fragment};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

const ELEMENTS: &str = "a abbr address article aside b bdi bdo big blockquote br caption center cite code dd del dfn div dl dt em \
    figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li mark ol p pre q s samp section small span strike strong \
    sub sup table tbody td tfoot th thead tr tt u ul";

/// What every element may have, and what some may.
const ATTRIBUTES: [(&str, &str); 6] = [
    ("", "dir lang title"),
    ("a", "href rel"),
    ("img", "alt data-remote-src height src width"),
    ("font", "color face size"),
    ("ol", "start type"),
    ("td th", "align colspan rowspan valign"),
];

/// Where an address may lead, by the attribute that holds it.
const ADDRESSES: [(&str, &str); 3] =
    [("href", "http https mailto tel cid"), ("src", "cid"), ("data-remote-src", "http https")];

fn has(words: &str, word: &str) -> bool {
    words.split_whitespace().any(|known| known == word)
}

/// Everything in the tree that is not allowed, as a page, as a part of one and in a cell, with scripts on and off.
pub(super) fn faults(html: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for scripting_enabled in [true, false] {
        let tree_builder = TreeBuilderOpts { scripting_enabled, ..TreeBuilderOpts::default() };
        let opts = || ParseOpts { tree_builder, ..ParseOpts::default() };
        walk(&parse_document(RcDom::default(), opts()).one(html), &mut faults);
        for context in [local_name!("div"), local_name!("td")] {
            let context = QualName::new(None, ns!(html), context);
            let part = parse_fragment(RcDom::default(), opts(), context, Vec::new(), scripting_enabled);
            walk(&part.one(html), &mut faults);
        }
    }
    faults
}

fn walk(tree: &RcDom, faults: &mut Vec<String>) {
    // What the parser puts around everything is a frame.
    let mut open = vec![(Handle::clone(&tree.document), true)];
    while let Some((node, frame)) = open.pop() {
        let mut inside = frame;
        match &node.data {
            NodeData::Document | NodeData::Text { .. } => {}
            NodeData::Element { name, attrs, .. } => {
                let element = &*name.local;
                let is_frame = frame && has("html head body", element);
                inside = is_frame && element == "html";
                if name.ns != ns!(html) || !(is_frame || has(ELEMENTS, element)) {
                    faults.push(format!("the element {element}"));
                }
                for attribute in attrs.borrow().iter() {
                    let (name, value) = (&*attribute.name.local, &*attribute.value);
                    if is_frame || !is_allowed(element, name, value) {
                        faults.push(format!("{name}={value:?} of {element}"));
                    }
                }
            }
            other => faults.push(format!("{other:?}")),
        }
        open.extend(node.children.borrow().iter().map(|child| (Handle::clone(child), inside)));
    }
}

fn is_allowed(element: &str, attribute: &str, value: &str) -> bool {
    let known = |(elements, names): &(&str, &str)| {
        (elements.is_empty() || has(elements, element)) && has(names, attribute)
    };
    let scheme = ADDRESSES.iter().find(|(holds, _)| *holds == attribute);
    ATTRIBUTES.iter().any(known) && scheme.is_none_or(|(_, schemes)| has(schemes, &scheme_of(value)))
}

/// The scheme of an address as a browser finds it, which overlooks white space and control characters; nothing when there is none.
fn scheme_of(address: &str) -> String {
    let address = address.trim_matches(|c: char| c <= ' ').replace(['\t', '\n', '\r'], "");
    let end = address.find(|c: char| !c.is_ascii_alphanumeric() && !"+-.".contains(c));
    match address.split_at(end.unwrap_or(address.len())) {
        (scheme, rest) if rest.starts_with(':') => scheme.to_ascii_lowercase(),
        _ => String::new(),
    }
}

#[test]
fn the_lists_tell_what_runs_or_loads_from_what_does_not() {
    for bad in [
        "<script>",
        "<p onclick=x>",
        "<a href='java\tscript:x'>",
        "<a href=' JavaScript:x'>",
        "<a href=/x>",
        "<img src=http://x.example>",
        "<img data-remote-src=cid:x>",
        "<body onload=x>",
        "<svg>",
        "<math><p>",
        "<iframe>",
        "<template><p>",
        "<noscript>",
        "<p style=x>",
        "<table><td class=x>",
        "<!-- x -->",
        "<!DOCTYPE html>",
    ] {
        assert_ne!(faults(bad), [""; 0], "{bad}");
    }
    let good = "x <a href=\"HTTPS://x.example\" rel=y>x</a><img src='cid:x' data-remote-src=http://x.example><table><td colspan=2 lang=x>";
    assert_eq!(faults(good), [""; 0]);
}
