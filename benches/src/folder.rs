//! A folder for database files that is gone afterwards.

use std::path::{Path, PathBuf};

/// Lies where temporary files do (`TMPDIR` says where): that has to be a real disk, or commits cost nothing.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> std::io::Result<Self> {
        let folder = std::env::temp_dir().join(format!("frontdesk-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed lies among the temporary files.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
