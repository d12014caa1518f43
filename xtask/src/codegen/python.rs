//! The generated layer of the Python package: types, how they are read and written, and the methods.

mod codec;
mod methods;
mod models;
mod names;
mod table;
mod text;

use super::{Generated, ir};

/// The generated files.
pub fn generated(api: &ir::Api) -> Vec<Generated> {
    let file = |path, text| Generated { path, text };
    vec![
        file("bindings-python/python/frontdesk/_models.py", models::write(api)),
        file("bindings-python/python/frontdesk/_codec.py", codec::write(api)),
        file("bindings-python/python/frontdesk/_ops.py", methods::write(api)),
        file("bindings-python/python/frontdesk/_table.py", table::write(api)),
    ]
}
