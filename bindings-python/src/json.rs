//! JSON as Python has it, in dicts and lists. Python's own reader takes nearly half as long again, and its names are found later.

use std::cell::RefCell;
use std::fmt;

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyInt, PyList, PyString};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// Reads JSON.
#[pyfunction]
#[pyo3(signature = (json, /))]
pub fn read_json<'py>(py: Python<'py>, json: &[u8]) -> PyResult<Bound<'py, PyAny>> {
    let reader = Reader { py, names: &RefCell::new(Names([const { None }; Names::MANY])) };
    let mut text = serde_json::Deserializer::from_slice(json);
    match reader.deserialize(&mut text).and_then(|read| text.end().map(|()| read)) {
        Ok(read) => Ok(read),
        // Python goes deeper, has numbers of any size, and tells what is wrong. The engine hardly ever answers what needs that.
        Err(_) => py.import("json")?.call_method1("loads", (json,)),
    }
}

/// Makes an object of each value.
#[derive(Clone, Copy)]
struct Reader<'a, 'de, 'py> {
    py: Python<'py>,
    names: &'a RefCell<Names<'de, 'py>>,
}

impl<'de, 'py> DeserializeSeed<'de> for Reader<'_, 'de, 'py> {
    type Value = Bound<'py, PyAny>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de, 'py> Visitor<'de> for Reader<'_, 'de, 'py> {
    type Value = Bound<'py, PyAny>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a value without fractions")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(self.py.None().into_bound(self.py))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(PyBool::new(self.py, value).to_owned().into_any())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(PyInt::new(self.py, value).into_any())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(PyInt::new(self.py, value).into_any())
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(PyString::new(self.py, value).into_any())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let list = PyList::empty(self.py);
        while let Some(item) = items.next_element_seed(self)? {
            list.append(item).map_err(A::Error::custom)?;
        }
        Ok(list.into_any())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let dict = PyDict::new(self.py);
        // A name with an escape is no part of the text, and an error here: no name of the engine has any.
        while let Some(name) = members.next_key::<&'de str>()? {
            let name = self.names.borrow_mut().known(self.py, name);
            dict.set_item(name, members.next_value_seed(self)?).map_err(A::Error::custom)?;
        }
        Ok(dict.into_any())
    }
}

/// Names that were read lately: the rows of a list have the same.
struct Names<'de, 'py>([Option<(&'de str, Bound<'py, PyString>)>; Names::MANY]);

impl Names<'_, '_> {
    const MANY: usize = 64;
}

impl<'de, 'py> Names<'de, 'py> {
    /// The object of a name. Each has one place, where it stays until another comes that has the same.
    fn known(&mut self, py: Python<'py>, name: &'de str) -> Bound<'py, PyString> {
        let bytes = name.as_bytes();
        let (first, last) = (bytes.first().copied().unwrap_or(0), bytes.last().copied().unwrap_or(0));
        let place = (bytes.len() + 7 * usize::from(first) + 3 * usize::from(last)) % Self::MANY;
        let Some(place) = self.0.get_mut(place) else { return PyString::new(py, name) };
        match place {
            Some((known, object)) if *known == name => object.clone(),
            _ => {
                // The very objects that compiled Python has for its names are found soonest.
                let object = PyString::intern(py, name);
                *place = Some((name, object.clone()));
                object
            }
        }
    }
}
