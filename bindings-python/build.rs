//! Python itself has what the library leaves open; macOS wants to be told.

fn main() {
    pyo3_build_config::add_extension_module_link_args();
}
