//! A folder for database files that is gone with the test.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

pub struct Place {
    folder: PathBuf,
    files: AtomicU32,
}

impl Place {
    /// A folder of this name, empty; tests of one binary give each its own.
    pub fn new(name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self { folder, files: AtomicU32::new(0) }
    }

    /// The path of a file that is not there yet.
    pub fn new_file(&self) -> PathBuf {
        self.folder.join(format!("{}.sqlite3", self.files.fetch_add(1, Ordering::Relaxed)))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
