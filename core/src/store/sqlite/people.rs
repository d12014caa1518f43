use super::tx::{Tx, to_json};
use crate::ids::{DeskId, Id, PersonId, TeamId};
use crate::model::{Person, address_key};
use crate::store::{PeopleReads, StoreResult};

impl PeopleReads for Tx<'_> {
    fn person(&mut self, desk: DeskId, id: PersonId) -> StoreResult<Option<Person>> {
        self.document("SELECT doc FROM person WHERE desk = ? AND id = ?", (desk.0, id.to_bytes()))
    }

    fn person_by_address(&mut self, desk: DeskId, key: &str) -> StoreResult<Option<Person>> {
        let sql = "SELECT doc FROM person_address AS address \
            JOIN person ON person.desk = address.desk AND person.id = address.person \
            WHERE address.desk = ? AND address.key = ?";
        self.document(sql, (desk.0, key))
    }

    fn people(&mut self, desk: DeskId, after: Option<PersonId>, limit: u32) -> StoreResult<Vec<Person>> {
        // No id is an empty blob, which comes before all others.
        let after = after.map(|id| id.to_bytes().to_vec()).unwrap_or_default();
        let sql = "SELECT doc FROM person WHERE desk = ? AND id > ? ORDER BY id LIMIT ?";
        self.documents(sql, (desk.0, after, limit))
    }

    fn team_members(&mut self, desk: DeskId, team: TeamId) -> StoreResult<Vec<Person>> {
        let sql = "SELECT doc FROM person_team AS member \
            JOIN person ON person.desk = member.desk AND person.id = member.person \
            WHERE member.desk = ? AND member.team = ? ORDER BY member.person";
        self.documents(sql, (desk.0, team.to_bytes()))
    }
}

impl Tx<'_> {
    /// Writes a person. An address goes to whom it was written for last.
    pub fn put_person(&mut self, desk: DeskId, person: &Person) -> StoreResult<()> {
        let id = person.id.to_bytes();
        let old = self.person(desk, person.id)?;
        let (keys, teams) = (address_keys(person), active_teams(Some(person)));
        let (old_keys, old_teams) =
            (old.as_ref().map(address_keys).unwrap_or_default(), active_teams(old.as_ref()));

        let sql = "INSERT INTO person (desk, id, doc) VALUES (?, ?, ?) \
            ON CONFLICT DO UPDATE SET doc = excluded.doc";
        self.execute(sql, (desk.0, id, to_json(person)?))?;
        for key in old_keys.iter().filter(|key| !keys.contains(key)) {
            let sql = "DELETE FROM person_address WHERE desk = ? AND key = ? AND person = ?";
            self.execute(sql, (desk.0, key, id))?;
        }
        for key in &keys {
            let sql = "INSERT INTO person_address (desk, key, person) VALUES (?1, ?2, ?3) \
                ON CONFLICT DO UPDATE SET person = ?3 WHERE person <> ?3";
            self.execute(sql, (desk.0, key, id))?;
        }
        for team in old_teams.iter().filter(|team| !teams.contains(team)) {
            let sql = "DELETE FROM person_team WHERE desk = ? AND team = ? AND person = ?";
            self.execute(sql, (desk.0, team.to_bytes(), id))?;
        }
        for team in teams.iter().filter(|team| !old_teams.contains(team)) {
            let sql = "INSERT INTO person_team (desk, team, person) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
            self.execute(sql, (desk.0, team.to_bytes(), id))?;
        }
        Ok(())
    }
}

/// The keys of the addresses that were not erased.
fn address_keys(person: &Person) -> Vec<String> {
    person.addresses.iter().filter_map(|have| have.address.text.as_deref()).map(address_key).collect()
}

/// The teams in which a person is found.
fn active_teams(person: Option<&Person>) -> &[TeamId] {
    person.filter(|person| person.active).map_or(&[], |person| &person.teams)
}
