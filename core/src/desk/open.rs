//! The short form: one desk in one file.

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind as IoErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use super::{Desk, Frontdesk};
use crate::clock::{Clock, SystemClock};
use crate::ids::DeskId;
use crate::keys::{Keys, SECRET_MIN_BYTES};
use crate::limits::Limits;
use crate::store::sqlite::{SqliteOptions, SqliteStore};
use crate::{Error, ErrorKind, Result};

impl Desk {
    /// Opens the one desk of a SQLite file, and makes the file when there is none: with the clock of the machine and default limits.
    ///
    /// The secret that signs reply addresses is made with the desk and kept beside the database, in a file with `.key` behind its name
    /// that only its owner may read. Keep it as you keep the database, but not together with it: who has it can forge reply addresses,
    /// and without it answers no longer find their tickets. [`Frontdesk::open`] takes keys, clock and limits of your choice.
    ///
    /// ```
    /// # let folder = std::env::temp_dir().join(format!("frontdesk-doc-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder)?;
    /// use frontdesk::model::Role;
    /// use frontdesk::{Desk, SavePerson};
    ///
    /// let desk = Desk::open(folder.join("support.db"))?;
    /// let ada = desk.host().execute(SavePerson::new(Role::Agent, "Ada", "ada@desk.example"))?.person;
    /// drop(desk);
    ///
    /// let desk = Desk::open(folder.join("support.db"))?;
    /// assert_eq!(desk.host().person(ada)?.display_name(), "Ada");
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// `store.schema` when the file is no database of ours or was written by a newer version; `store.unavailable` when it cannot be
    /// opened; `keys.missing` when the database is there but its key file is not, `keys.malformed` and `keys.unavailable` when the
    /// key file cannot be read or written.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        Ok(Frontdesk::open_file(path, SystemClock, Limits::default())?.desk(DeskId(1)))
    }
}

impl Frontdesk {
    /// Opens the desks of a SQLite file as [`Desk::open`] does, with a clock and limits of your choice.
    ///
    /// # Errors
    /// Those of [`Desk::open`].
    pub fn open_file(path: impl AsRef<Path>, clock: impl Clock + 'static, limits: Limits) -> Result<Self> {
        let path = path.as_ref();
        SqliteStore::check_file(path)?;
        let is_new = std::fs::metadata(path).map_or(true, |file| file.len() == 0);
        let secret = secret(&key_file(path), is_new)?;
        let store = SqliteStore::open(path, SqliteOptions::default())?;
        Ok(Self::open(store, Keys::new(&secret)?, clock, limits))
    }
}

/// The name of a database with `.key` behind it.
fn key_file(database: &Path) -> PathBuf {
    let mut name = OsString::from(database);
    name.push(".key");
    name.into()
}

/// The secret in a key file. Only for a new database one is made: a second secret would orphan what the first has signed.
fn secret(path: &Path, may_be_made: bool) -> Result<Vec<u8>> {
    match File::open(path) {
        Ok(file) => read(file),
        Err(error) if error.kind() == IoErrorKind::NotFound && may_be_made => make(path),
        Err(error) if error.kind() == IoErrorKind::NotFound => {
            Err(Error::new(ErrorKind::Usage, "keys.missing", "the key file of this database is not there")
                .hint("put it back beside the database, or open the store with keys of your own"))
        }
        Err(_) => Err(unavailable("the key file cannot be read")),
    }
}

fn read(mut file: File) -> Result<Vec<u8>> {
    let mut text = String::new();
    file.read_to_string(&mut text).map_err(|_| unavailable("the key file cannot be read"))?;
    let digits = text.trim().as_bytes();
    let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pairs = digits.chunks(2).map(|pair| match pair {
        [high, low] => Some(digit(high)? << 4 | digit(low)?),
        _ => None,
    });
    let secret: Option<Vec<u8>> = pairs.collect();
    secret.filter(|secret| secret.len() >= SECRET_MIN_BYTES).ok_or_else(|| {
        Error::new(ErrorKind::Usage, "keys.malformed", "the key file does not hold a secret")
            .hint("it has one line of at least 64 hexadecimal digits")
    })
}

/// A secret that nobody else has.
pub(crate) fn random_secret() -> Result<Vec<u8>> {
    let mut secret = vec![0; SECRET_MIN_BYTES];
    draw(&mut secret)?;
    Ok(secret)
}

fn make(path: &Path) -> Result<Vec<u8>> {
    let secret = random_secret()?;
    let digits: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    match write_whole(path, &format!("{digits}\n")) {
        Ok(()) => Ok(secret),
        // Another process was first.
        Err(error) if error.kind() == IoErrorKind::AlreadyExists => {
            read(File::open(path).map_err(|_| unavailable("the key file cannot be read"))?)
        }
        Err(_) => Err(unavailable("the key file cannot be written")),
    }
}

/// Fills a new secret.
#[allow(clippy::disallowed_methods, reason = "this is the one place where the machine's randomness enters")]
fn draw(secret: &mut [u8]) -> Result<()> {
    getrandom::fill(secret).map_err(|_| unavailable("the machine gives no randomness"))
}

/// Writes a file that was not there. It has its name only once it is whole: a power cut leaves all of it or nothing.
fn write_whole(path: &Path, text: &str) -> std::io::Result<()> {
    let mut name = OsString::from(path);
    name.push(format!(".{}.new", std::process::id()));
    let unfinished = PathBuf::from(name);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&unfinished)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    let named = match std::fs::hard_link(&unfinished, path) {
        // Some file systems have no second names: there the first of two processes may lose its file to the other's.
        Err(error) if error.kind() != IoErrorKind::AlreadyExists => std::fs::rename(&unfinished, path),
        linked => {
            std::fs::remove_file(&unfinished)?;
            linked
        }
    };
    named?;
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

fn unavailable(message: &str) -> Error {
    Error::new(ErrorKind::Unavailable, "keys.unavailable", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("frontdesk-open-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn a_desk_keeps_its_secret_and_refuses_to_make_another() {
        let folder = folder("secret");
        let (database, key) = (folder.join("support.db"), folder.join("support.db.key"));
        let digest = Desk::open(&database).unwrap().host().digest().unwrap();
        let secret = std::fs::read_to_string(&key).unwrap();
        assert_eq!(secret.trim().len(), 64);
        assert_eq!(Desk::open(&database).unwrap().host().digest().unwrap(), digest);
        assert_eq!(std::fs::read_to_string(&key).unwrap(), secret);

        std::fs::write(&key, "not a secret").unwrap();
        assert_eq!(Desk::open(&database).err().unwrap().code(), "keys.malformed");
        std::fs::remove_file(&key).unwrap();
        assert_eq!(Desk::open(&database).err().unwrap().code(), "keys.missing");
        assert!(!key.exists());
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    #[allow(clippy::disallowed_methods, reason = "the file of another program has a statement of its own")]
    fn what_is_no_desk_is_told_and_left_as_it_is() {
        let folder = folder("foreign");
        let code = |name: &str| Desk::open(folder.join(name)).err().unwrap().code();
        std::fs::write(folder.join("notes.txt"), "Call Rita back.").unwrap();
        let other = rusqlite::Connection::open(folder.join("other.db")).unwrap();
        other.execute_batch("CREATE TABLE t (x)").unwrap();
        let gone = folder.join("gone").join("support.db");
        assert_eq!((code("notes.txt"), code("other.db")), ("store.schema", "store.schema"));
        assert!(Desk::open(&gone).err().unwrap().message().contains("folder"));
        let mut names: Vec<_> =
            std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["notes.txt", "other.db"]);
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_key_file_is_whole_and_nobody_elses_is_replaced() {
        let folder = folder("whole");
        let key = folder.join("support.db.key");
        std::fs::write(&key, "0".repeat(64)).unwrap();
        assert_eq!(write_whole(&key, "1").unwrap_err().kind(), IoErrorKind::AlreadyExists);
        assert_eq!(make(&key).unwrap(), [0; 32]);
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "nothing unfinished is left");
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_reads_the_secret() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder("mode");
        Desk::open(folder.join("support.db")).unwrap();
        let mode = std::fs::metadata(folder.join("support.db.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
