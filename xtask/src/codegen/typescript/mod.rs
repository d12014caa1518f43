//! What the npm package offers: the types, how they are read from and written to the wire, and the methods.

mod decode;
mod encode;
mod models;
mod operations;
mod sides;
mod table;
mod text;

use self::sides::Sides;
use super::Generated;
use super::ir::Api;

/// The generated files of the package.
pub fn generated(api: &Api) -> Vec<Generated> {
    let sides = Sides::of(api);
    let file = |path, text| Generated { path, text: format!("{}{text}", text::HEAD) };
    vec![
        file("bindings-node/ts/models.ts", models::write(api, &sides)),
        file("bindings-node/ts/codes.ts", text::codes()),
        file("bindings-node/ts/decode.ts", decode::write(api)),
        file("bindings-node/ts/encode.ts", encode::write(api, &sides)),
        file("bindings-node/ts/operations.ts", operations::write(api, &sides, &operations::PROMISES)),
        file("bindings-node/ts/operations-sync.ts", operations::write(api, &sides, &operations::AT_ONCE)),
        file("bindings-node/ts/table.ts", table::write(api, &sides)),
    ]
}
