//! Which types go in, which come out, and which look different on the two ways: what has a default may be left out on the way in, and
//! is always there on the way out.

use std::collections::BTreeSet;

use crate::codegen::ir::{Api, Body, Field, Shape, Ty, Type, Variant};

/// On which way a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    In,
    Out,
}

/// The types of each way.
#[derive(Debug)]
pub struct Sides {
    into: BTreeSet<String>,
    out: BTreeSet<String>,
    differ: BTreeSet<String>,
}

impl Sides {
    pub fn of(api: &Api) -> Self {
        let arguments = api.operations.iter().flat_map(|op| op.arguments.iter().map(|field| &field.ty));
        let answers = api.operations.iter().flat_map(|op| &op.answer);
        let named =
            |names: &[&str]| names.iter().map(|name| Ty::Named((*name).to_owned())).collect::<Vec<_>>();
        let commands: Vec<Ty> = named(&["Command", "Opening"]);
        let errors = named(&["ErrorInfo"]);
        let into = reached(api, arguments.chain(&commands));
        let out = reached(api, answers.chain(&errors));
        let mut differ: BTreeSet<String> = BTreeSet::new();
        loop {
            let before = differ.len();
            let changes = |ty: &&Type| {
                fields(ty).iter().any(|field| field.default.is_some())
                    || parts(ty).iter().any(|ty| name_in(ty).is_some_and(|name| differ.contains(name)))
            };
            differ = api.types.iter().filter(changes).map(|ty| ty.name.clone()).collect();
            if differ.len() == before {
                return Self { into, out, differ };
            }
        }
    }

    /// Whether a type goes in.
    pub fn goes_in(&self, name: &str) -> bool {
        self.into.contains(name)
    }

    /// Whether a type is there in two forms.
    pub fn twofold(&self, name: &str) -> bool {
        self.into.contains(name) && self.out.contains(name) && self.differ.contains(name)
    }

    /// In which forms a type is there.
    pub fn of_type(&self, name: &str) -> &'static [Side] {
        match (self.into.contains(name), self.twofold(name)) {
            (_, true) => &[Side::Out, Side::In],
            (true, _) if !self.out.contains(name) => &[Side::In],
            _ => &[Side::Out],
        }
    }

    /// What a type is called on a way.
    pub fn name(&self, name: &str, side: Side) -> String {
        if side == Side::In && self.twofold(name) { format!("{name}Input") } else { name.to_owned() }
    }

    /// A type as it is written.
    pub fn ty(&self, ty: &Ty, side: Side) -> String {
        match ty {
            Ty::Bool => "boolean".to_owned(),
            Ty::Whole { .. } => "number".to_owned(),
            Ty::Text => "string".to_owned(),
            Ty::Named(name) => self.name(name, side),
            Ty::List(item) => match item.as_ref() {
                Ty::Maybe(_) => format!("readonly ({})[]", self.ty(item, side)),
                item => format!("readonly {}[]", self.ty(item, side)),
            },
            Ty::Maybe(inner) => format!("{} | null", self.ty(inner, side)),
        }
    }
}

fn reached<'a>(api: &Api, from: impl Iterator<Item = &'a Ty>) -> BTreeSet<String> {
    let mut waiting: Vec<String> = from.filter_map(name_in).map(str::to_owned).collect();
    let mut found = BTreeSet::new();
    while let Some(name) = waiting.pop() {
        if let Some(ty) = api.find(&name)
            && found.insert(name)
        {
            waiting.extend(parts(ty).iter().filter_map(name_in).map(str::to_owned));
        }
    }
    found
}

/// The name in a type, however deep.
pub fn name_in(ty: &Ty) -> Option<&str> {
    match ty {
        Ty::Named(name) => Some(name),
        Ty::List(inner) | Ty::Maybe(inner) => name_in(inner),
        Ty::Bool | Ty::Whole { .. } | Ty::Text => None,
    }
}

/// The members of a type, also those of its variants.
fn fields(ty: &Type) -> Vec<&Field> {
    match &ty.shape {
        Shape::Record { fields, .. } => fields.iter().collect(),
        Shape::Union(union) => union.variants.iter().flat_map(fields_of).collect(),
        _ => Vec::new(),
    }
}

fn fields_of(variant: &Variant) -> &[Field] {
    match &variant.body {
        Body::Fields(fields) => fields,
        Body::Nothing | Body::Same(_) | Body::One(_) => &[],
    }
}

/// The types that a type is made of.
fn parts(ty: &Type) -> Vec<Ty> {
    let mut parts: Vec<Ty> = fields(ty).into_iter().map(|field| field.ty.clone()).collect();
    match &ty.shape {
        Shape::Record { beside: Some((_, body)), .. } => parts.push(body.clone()),
        Shape::Union(union) => {
            parts.extend(union.variants.iter().filter_map(|variant| match &variant.body {
                Body::Same(name) => Some(Ty::Named(name.clone())),
                Body::One(ty) => Some(ty.clone()),
                Body::Nothing | Body::Fields(_) => None,
            }))
        }
        Shape::Condition => {
            parts.extend(["Leaf", "NodeGroup"].map(|name| Ty::Named(name.to_owned())));
        }
        _ => {}
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::ir::api;

    #[test]
    fn what_has_defaults_and_goes_both_ways_is_there_twice() {
        let sides = Sides::of(&api());
        for (name, forms) in [
            ("Trigger", [Side::Out, Side::In].as_slice()),
            ("ConditionNode", &[Side::Out, Side::In]),
            ("CreateTicket", &[Side::In]),
            ("Ticket", &[Side::Out]),
            ("Cursor", &[Side::Out]),
        ] {
            assert_eq!(sides.of_type(name), forms, "{name}");
        }
        assert_eq!(sides.ty(&Ty::List(Box::new(Ty::Named("Action".into()))), Side::In), "readonly Action[]");
        assert_eq!(sides.name("Trigger", Side::In), "TriggerInput");
    }
}
