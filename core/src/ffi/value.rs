//! [`Value`] nests without end. What crosses does not: it would be read by recursion, and a deep one would overflow the stack of the caller,
//! which ends the process.

use crate::model::Value;

/// A value as commands, conditions and actions carry it.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum Operand {
    /// Nothing: clears a field.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number; an instant in milliseconds.
    Integer(i64),
    /// A text, an id, a choice, a date `YYYY-MM-DD`.
    Text(String),
    /// Several values, for operators such as `in`. (In Kotlin a case `List` would hide the lists of the language.)
    Several(Vec<Single>),
}

/// One value of a list.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum Single {
    /// Nothing.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number; an instant in milliseconds.
    Integer(i64),
    /// A text, an id, a choice, a date `YYYY-MM-DD`.
    Text(String),
}

uniffi::custom_type!(Value, Operand, { lower: |value| value.into(), try_lift: |operand| Ok(operand.into()) });

impl From<Value> for Operand {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(yes) => Self::Bool(yes),
            Value::Integer(number) => Self::Integer(number),
            Value::Text(text) => Self::Text(text),
            Value::List(values) => {
                let mut singles = Vec::new();
                values.into_iter().for_each(|value| gather(value, &mut singles));
                Self::Several(singles)
            }
        }
    }
}

/// No operator takes a list in a list, so none is ever stored; the values of one would stand in the outer list.
fn gather(value: Value, singles: &mut Vec<Single>) {
    match value {
        Value::Null => singles.push(Single::Null),
        Value::Bool(yes) => singles.push(Single::Bool(yes)),
        Value::Integer(number) => singles.push(Single::Integer(number)),
        Value::Text(text) => singles.push(Single::Text(text)),
        Value::List(values) => values.into_iter().for_each(|value| gather(value, singles)),
    }
}

impl From<Operand> for Value {
    fn from(operand: Operand) -> Self {
        match operand {
            Operand::Null => Self::Null,
            Operand::Bool(yes) => Self::Bool(yes),
            Operand::Integer(number) => Self::Integer(number),
            Operand::Text(text) => Self::Text(text),
            Operand::Several(singles) => Self::List(singles.into_iter().map(Self::from).collect()),
        }
    }
}

impl From<Single> for Value {
    fn from(single: Single) -> Self {
        match single {
            Single::Null => Self::Null,
            Single::Bool(yes) => Self::Bool(yes),
            Single::Integer(number) => Self::Integer(number),
            Single::Text(text) => Self::Text(text),
        }
    }
}
