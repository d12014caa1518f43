use super::tx::{Tx, to_json};
use crate::ids::DeskId;
use crate::model::{Config, ConfigKind, DeskCounters};
use crate::store::{ConfigReads, StoreResult};

impl ConfigReads for Tx<'_> {
    fn desks(&mut self) -> StoreResult<Vec<DeskId>> {
        self.all("SELECT id FROM desk ORDER BY id", [], |row| row.get(0).map(DeskId))
    }

    fn counters(&mut self, desk: DeskId) -> StoreResult<DeskCounters> {
        let sql = "SELECT config_version FROM desk WHERE id = ?";
        let Some(config_version) = self.one(sql, [desk.0], |row| row.get(0))? else {
            return Ok(DeskCounters::default());
        };
        let position = u64::from(self.position(desk)?);
        Ok(DeskCounters { last_number: self.last_number(desk)?, config_version, position })
    }

    fn config(
        &mut self,
        desk: DeskId,
        kind: ConfigKind,
        key: [u8; 16],
        version: Option<u32>,
    ) -> StoreResult<Option<Config>> {
        let sql = "SELECT doc FROM config WHERE desk = ?1 AND kind = ?2 AND id = ?3 \
            AND version BETWEEN ?4 AND ?5 ORDER BY version DESC LIMIT 1";
        let (first, last) = version.map_or((0, u32::MAX), |version| (version, version));
        self.document(sql, (desk.0, kind.name(), key, first, last))
    }

    fn configs(&mut self, desk: DeskId, kind: ConfigKind) -> StoreResult<Vec<Config>> {
        let sql = "SELECT doc FROM config AS latest WHERE desk = ?1 AND kind = ?2 AND version = \
            (SELECT max(version) FROM config WHERE desk = ?1 AND kind = ?2 AND id = latest.id) ORDER BY id";
        self.documents(sql, (desk.0, kind.name()))
    }
}

impl Tx<'_> {
    pub fn put_config(&mut self, desk: DeskId, config: &Config) -> StoreResult<()> {
        let sql = "INSERT INTO config (desk, kind, id, version, doc) VALUES (?, ?, ?, ?, ?) \
            ON CONFLICT DO UPDATE SET doc = excluded.doc";
        let values = (desk.0, config.kind().name(), config.key(), config.version(), to_json(config)?);
        self.execute(sql, values)?;
        let sql = "UPDATE desk SET config_version = min(config_version + 1, ?) WHERE id = ?";
        self.execute(sql, (u32::MAX, desk.0)).map(drop)
    }
}
