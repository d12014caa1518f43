use super::places::{AT_PERSON, NO_SEQ};
use super::tx::{Tx, to_json};
use crate::ids::{DeskId, Id, PersonId, TeamId};
use crate::model::{Person, Standing, address_key};
use crate::store::{PeopleReads, StoreResult};

const PERSON: &str = "SELECT bytes FROM place JOIN heap ON heap.key = place.at \
    WHERE place.desk = ? AND place.id = ? AND place.role = ?";

impl PeopleReads for Tx<'_> {
    fn person(&mut self, desk: DeskId, id: PersonId) -> StoreResult<Option<Person>> {
        self.document(PERSON, (desk.0, id.to_bytes(), AT_PERSON))
    }

    fn standing(&mut self, desk: DeskId, id: PersonId) -> StoreResult<Option<Standing>> {
        let read = |tx: &Self| tx.document(PERSON, (desk.0, id.to_bytes(), AT_PERSON));
        self.seen(|seen| &mut seen.standings, (desk, id), |_| true, read)
    }

    fn person_by_address(&mut self, desk: DeskId, key: &str) -> StoreResult<Option<Person>> {
        let sql = "SELECT bytes FROM person_address AS address JOIN heap ON heap.key = address.at \
            WHERE address.desk = ? AND address.key = ?";
        self.document(sql, (desk.0, key))
    }

    fn people(&mut self, desk: DeskId, after: Option<PersonId>, limit: u32) -> StoreResult<Vec<Person>> {
        // No id is an empty blob, which comes before all others.
        let after = after.map(|id| id.to_bytes().to_vec()).unwrap_or_default();
        let sql = "SELECT bytes FROM place JOIN heap ON heap.key = place.at \
            WHERE place.desk = ? AND place.id > ? AND place.role = ? ORDER BY place.id LIMIT ?";
        self.documents(sql, (desk.0, after, AT_PERSON, limit))
    }

    fn team_members(&mut self, desk: DeskId, team: TeamId) -> StoreResult<Vec<Person>> {
        let sql = "SELECT bytes FROM person_team AS member JOIN heap ON heap.key = member.at \
            WHERE member.desk = ? AND member.team = ? ORDER BY member.person";
        self.documents(sql, (desk.0, team.to_bytes()))
    }
}

impl Tx<'_> {
    /// Writes a person. An address goes to whom it was written for last.
    pub fn put_person(&mut self, desk: DeskId, person: &Person) -> StoreResult<()> {
        let (id, document) = (person.id.to_bytes(), to_json(person)?);
        let place = (id, AT_PERSON, NO_SEQ);
        let (at, old) = match self.add_at(desk, place, None, document.as_bytes())? {
            Some(at) => (at, None),
            None => {
                let old = self.person(desk, person.id)?;
                (self.replace_at(desk, place, None, document.as_bytes())?, old)
            }
        };
        let (keys, teams) = (address_keys(person), active_teams(Some(person)));
        let (old_keys, old_teams) =
            (old.as_ref().map(address_keys).unwrap_or_default(), active_teams(old.as_ref()));

        for key in old_keys.iter().filter(|key| !keys.contains(key)) {
            let sql = "DELETE FROM person_address WHERE desk = ? AND key = ? AND at = ?";
            self.execute(sql, (desk.0, key, at))?;
        }
        for key in &keys {
            let sql = "INSERT INTO person_address (desk, key, at) VALUES (?1, ?2, ?3) \
                ON CONFLICT DO UPDATE SET at = ?3 WHERE at <> ?3";
            self.execute(sql, (desk.0, key, at))?;
        }
        for team in old_teams.iter().filter(|team| !teams.contains(team)) {
            let sql = "DELETE FROM person_team WHERE desk = ? AND team = ? AND person = ?";
            self.execute(sql, (desk.0, team.to_bytes(), id))?;
        }
        for team in teams.iter().filter(|team| !old_teams.contains(team)) {
            let sql =
                "INSERT INTO person_team (desk, team, person, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
            self.execute(sql, (desk.0, team.to_bytes(), id, at))?;
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
