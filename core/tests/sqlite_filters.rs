//! What SQLite finds is what the predicate says, whatever stands in it.
#![cfg(all(feature = "sqlite", feature = "testkit"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail and tell"
)]

use std::sync::OnceLock;

use frontdesk::Timestamp;
use frontdesk::ids::{ContentId, DeskId, FieldId, Id, PersonId, TicketNumber};
use frontdesk::model::{
    Content, Direction, FieldEntry, FieldValue, Person, PersonAddress, Role, Sort, SortField, Text, Ticket,
    address_key,
};
use frontdesk::query::{Check, Cursor, Predicate, Scalar, Slot, Test, TicketQuery};
use frontdesk::store::sqlite::SqliteStore;
use frontdesk::store::{Change, Durability, StoreError, StoreExt};
use frontdesk::testkit::generate::World;
use frontdesk::text::Needle;
use proptest::prelude::*;

const DESK: DeskId = DeskId(3);
const ODD_FIELD: [u8; 16] = [9; 16];

/// Values and operators as an attacker writes them, and texts that SQL, JSON or C take for something else.
const ODD: &[&str] = &[
    "'",
    "''",
    "\"",
    "`",
    "\\",
    "' OR '1'='1",
    "' OR 1=1 --",
    "1; DROP TABLE ticket; --",
    "') UNION SELECT doc FROM person --",
    "'/**/OR/**/1=1#",
    "x' AND (SELECT count(*) FROM sqlite_schema) > 0 --",
    "%",
    "_",
    "?1",
    ":key",
    "@desk",
    "$1",
    "NULL",
    "0x31",
    "1e3",
    "NaN",
    "\0",
    "before\0after",
    "\u{feff}",
    "\u{2019} OR 1=1",
    "ʼ; --",
    "ＳＥＬＥＣＴ",
    "e\u{301}",
    "é",
    "🙂",
    "{\"$ne\": null}",
    "*/ ; --",
];

struct Fixture {
    store: SqliteStore,
    tickets: Vec<Ticket>,
}

/// Random tickets of a desk, and for each odd text one that holds it everywhere; another desk has the same tickets.
fn fixture() -> &'static Fixture {
    static FIXTURE: OnceLock<Fixture> = OnceLock::new();
    FIXTURE.get_or_init(|| {
        let mut world = World::new(11, DESK);
        world.people = (0..5).map(|_| world.person(None)).collect();
        let mut tickets: Vec<Ticket> = (1..=90).map(|n| world.ticket(TicketNumber(n))).collect();
        for (ticket, odd) in tickets.iter_mut().skip(30).zip(ODD) {
            ticket.title.text = Some((*odd).to_owned());
            ticket.tags = vec![(*odd).to_owned()];
            let value = FieldValue::Choice((*odd).to_owned());
            ticket.fields.push(FieldEntry { field: FieldId::from_bytes(ODD_FIELD), value });
        }
        tickets.iter_mut().step_by(7).for_each(|ticket| ticket.title.text = None);

        let store = SqliteStore::open_in_memory().unwrap();
        let put = |ticket: &Ticket| Change::PutTicket { ticket: Box::new(ticket.clone()), before: None };
        let changes: Vec<_> = tickets.iter().map(put).collect();
        for desk in [DESK, DeskId(4)] {
            store.with_write::<_, StoreError>(Durability::Full, |tx| tx.apply(desk, &changes)).unwrap();
        }
        Fixture { store, tickets }
    })
}

fn numbers<'a>(tickets: impl IntoIterator<Item = &'a Ticket>) -> Vec<u32> {
    tickets.into_iter().map(|ticket| ticket.number.0).collect()
}

fn found(
    filter: &Predicate,
    scope: &Predicate,
    sort: Sort,
    after: Option<Cursor>,
    limit: u32,
) -> Vec<Ticket> {
    let query = TicketQuery { filter, scope, sort, after, limit };
    fixture().store.with_read::<_, StoreError>(|tx| tx.tickets(DESK, &query)).unwrap()
}

fn expected(filter: &Predicate, scope: &Predicate, sort: Sort) -> Vec<Ticket> {
    let tickets = fixture().tickets.iter().filter(|ticket| filter.holds(ticket) && scope.holds(ticket));
    let mut tickets: Vec<_> = tickets.cloned().collect();
    tickets.sort_by_key(|ticket| (sort.by.key(ticket), ticket.number));
    if sort.direction == Direction::Descending {
        tickets.reverse();
    }
    tickets
}

const BY_NUMBER: Sort = Sort { by: SortField::Number, direction: Direction::Ascending };

fn test(slot: Slot, check: Check) -> Predicate {
    Predicate::Test(Test { slot, check })
}

#[test]
fn qy_01_odd_values_are_compared_and_never_run() {
    let odd_field = Slot::Custom(FieldId::from_bytes(ODD_FIELD));
    let everything = Predicate::everything();
    for odd in ODD {
        let value = || vec![Scalar::Text((*odd).to_owned())];
        let needle = Needle::new(odd);
        let words = needle.iter().flat_map(|needle| {
            [Check::ContainsWord(needle.clone()), Check::ContainsText(needle.clone())]
                .map(|check| test(Slot::Title, check))
        });
        let equal = [
            test(Slot::Title, Check::OneOf(value())),
            test(odd_field, Check::OneOf(value())),
            test(Slot::Tags, Check::IncludesAny(value())),
            test(Slot::Tags, Check::IncludesAll(value())),
        ];
        for filter in equal.iter().skip(1) {
            assert_eq!(found(filter, &everything, BY_NUMBER, None, 100).len(), 1, "{odd:?} {filter:?}");
        }
        for filter in equal.into_iter().chain(words) {
            for filter in [filter.clone(), Predicate::Not(Box::new(filter))] {
                let have = found(&filter, &everything, BY_NUMBER, None, 100);
                let want = expected(&filter, &everything, BY_NUMBER);
                assert_eq!(numbers(&have), numbers(&want), "{odd:?} {filter:?}");
            }
        }
    }
    assert_eq!(
        found(&everything, &everything, BY_NUMBER, None, 100),
        fixture().tickets,
        "nothing was harmed"
    );
}

/// Somebody who has one address.
fn somebody(number: u8, address: &str) -> Person {
    let content = ContentId::from_bytes([number; 16]);
    let content = Content { id: content, salt: [0; 16], bytes: address.as_bytes().to_vec() }.reference();
    let address = Text { content, text: Some(address.to_owned()) };
    Person {
        id: PersonId::from_bytes([number; 16]),
        version: 1,
        role: Role::Requester,
        name: None,
        addresses: vec![PersonAddress { address, verified: true, bouncing: false }],
        organization: None,
        teams: Vec::new(),
        active: true,
        created_at: Timestamp::from_millis(0),
        confirmed_at: None,
    }
}

#[test]
fn qy_01_an_odd_address_or_key_is_looked_up_and_never_run() {
    let store = SqliteStore::open_in_memory().unwrap();
    let save = |desk, people: &[Person]| {
        let changes: Vec<_> =
            people.iter().map(|person| Change::PutPerson(Box::new(person.clone()))).collect();
        store.with_write::<_, StoreError>(Durability::Full, |tx| tx.apply(desk, &changes)).unwrap();
    };
    let looked_up = |desk, address: &str| {
        let key = address_key(address);
        store.with_read::<_, StoreError>(|tx| tx.person_by_address(desk, &key)).unwrap()
    };
    // People whom an answer to all would hold; and on another desk one more for each odd address.
    let usual = ["ada@example.org", "bo@example.org", "o'brien@example.org"];
    let usual: Vec<_> = (200..).zip(usual).map(|(number, address)| somebody(number, address)).collect();
    let odd: Vec<_> = (1..).zip(ODD).map(|(number, odd)| somebody(number, odd)).collect();
    save(DESK, &usual);
    save(DeskId(4), &usual);
    save(DeskId(4), &odd);
    for person in &usual {
        assert_eq!(looked_up(DESK, person.addresses[0].address.as_str()).as_ref(), Some(person));
    }
    for (person, odd) in odd.iter().zip(ODD) {
        assert_eq!(looked_up(DESK, odd), None, "{odd:?}");
        assert_eq!(looked_up(DeskId(4), odd).as_ref(), Some(person), "{odd:?}");
        for known in &usual {
            let known = known.addresses[0].address.as_str();
            assert_eq!(looked_up(DESK, &format!("{known}{odd}x")), None, "{odd:?}");
        }
    }
    let people = |desk| store.with_read::<_, StoreError>(|tx| tx.people(desk, None, 100)).unwrap();
    assert_eq!(people(DESK), usual, "nothing was harmed");
    assert_eq!(people(DeskId(4)), [odd, usual].concat());
}

#[test]
fn a_long_list_and_a_wide_tree_are_no_trouble() {
    let everything = Predicate::everything();
    let many: Vec<_> = (-5_000..5_000).map(Scalar::Number).collect();
    let wide = (0..3_000).map(|n| test(Slot::Number, Check::Greater(n)));
    for filter in [
        test(Slot::Number, Check::OneOf(many)),
        Predicate::Any(wide.clone().collect()),
        Predicate::All(wide.collect()),
        test(Slot::Tags, Check::IncludesAll(vec![Scalar::Text("vip".into()); 2_000])),
    ] {
        let have = found(&filter, &everything, BY_NUMBER, None, 100);
        assert_eq!(numbers(&have), numbers(&expected(&filter, &everything, BY_NUMBER)));
    }
}

fn slot() -> impl Strategy<Value = Slot> {
    let fields =
        [[1; 16], [2; 16], [3; 16], [4; 16], ODD_FIELD].map(|id| Slot::Custom(FieldId::from_bytes(id)));
    let mut slots = vec![
        Slot::Status,
        Slot::Category,
        Slot::Priority,
        Slot::Type,
        Slot::Channel,
        Slot::Requester,
        Slot::Assignee,
        Slot::Team,
        Slot::Organization,
        Slot::Mailbox,
        Slot::Policy,
        Slot::Breached,
        Slot::Number,
        Slot::CreatedAt,
        Slot::UpdatedAt,
        Slot::StatusSince,
        Slot::DueAt,
        Slot::NextBreach,
        Slot::Title,
        Slot::Tags,
        Slot::Participants,
    ];
    slots.extend(fields);
    prop::sample::select(slots)
}

/// A value that some ticket has in some slot, or any other.
fn scalar() -> impl Strategy<Value = Scalar> {
    let tickets = &fixture().tickets;
    let ids = tickets.iter().flat_map(|ticket| {
        let people = [Some(ticket.requester), ticket.assignee].into_iter().flatten();
        let people = people.chain(ticket.participants.iter().copied()).map(|id| id.to_bytes());
        people.chain(ticket.team.map(|id| id.to_bytes())).chain([ticket.status.to_bytes()])
    });
    let numbers = tickets.iter().flat_map(|ticket| {
        let instants =
            [Some(ticket.created_at), Some(ticket.updated_at), ticket.due_at, ticket.next_breach_at()];
        instants.into_iter().flatten().map(|at| at.millis())
    });
    let texts = ["mail", "form", "api", "question", "incident", "vip", "billing", "red", "blue", ""];
    let texts = texts.into_iter().chain(ODD.iter().copied()).map(str::to_owned);
    prop_oneof![
        (-3i64..8).prop_map(Scalar::Number),
        prop::sample::select(numbers.collect::<Vec<_>>()).prop_map(Scalar::Number),
        prop::sample::select(ids.collect::<Vec<_>>()).prop_map(Scalar::Id),
        prop::sample::select(texts.collect::<Vec<_>>()).prop_map(Scalar::Text),
        any::<i64>().prop_map(Scalar::Number),
    ]
}

fn check() -> impl Strategy<Value = Check> {
    let number = || {
        scalar().prop_filter_map("a number", |scalar| match scalar {
            Scalar::Number(number) => Some(number),
            _ => None,
        })
    };
    let needle = || {
        let words = ["print", "printer", "straße", "STRASSE", "100%", "it's", "a", "e\u{301}", "'"];
        prop::sample::select(words.to_vec()).prop_filter_map("a needle", |word| Needle::new(word).ok())
    };
    let scalars = || prop::collection::vec(scalar(), 0..4);
    prop_oneof![
        Just(Check::Present),
        scalars().prop_map(Check::OneOf),
        number().prop_map(Check::Less),
        number().prop_map(Check::Greater),
        scalars().prop_map(Check::IncludesAny),
        scalars().prop_map(Check::IncludesAll),
        needle().prop_map(Check::ContainsWord),
        needle().prop_map(Check::ContainsText),
    ]
}

/// Any check of any slot, also such as no rule is allowed to hold.
fn predicate() -> impl Strategy<Value = Predicate> {
    let leaf = (slot(), check()).prop_map(|(slot, check)| test(slot, check));
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Predicate::All),
            prop::collection::vec(inner.clone(), 0..4).prop_map(Predicate::Any),
            inner.prop_map(|part| Predicate::Not(Box::new(part))),
        ]
    })
}

fn sort() -> impl Strategy<Value = Sort> {
    let by = [
        SortField::Number,
        SortField::NextBreach,
        SortField::UpdatedAt,
        SortField::Priority,
        SortField::StatusSince,
    ];
    let direction = [Direction::Ascending, Direction::Descending];
    (prop::sample::select(by.to_vec()), prop::sample::select(direction.to_vec()))
        .prop_map(|(by, direction)| Sort { by, direction })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, ..ProptestConfig::default() })]

    #[test]
    fn sql_finds_what_the_predicate_says(filter in predicate(), scope in predicate(), cap in 0u32..100) {
        let want = expected(&filter, &scope, BY_NUMBER);
        prop_assert_eq!(numbers(&found(&filter, &scope, BY_NUMBER, None, 100)), numbers(&want));

        let count = fixture().store
            .with_read::<_, StoreError>(|tx| tx.count_tickets(DESK, &filter, &scope, cap)).unwrap();
        prop_assert_eq!(count as usize, want.len().min(cap as usize));
    }

    #[test]
    fn pages_in_a_row_are_the_whole_list(filter in predicate(), sort in sort(), limit in 1u32..40) {
        let everything = Predicate::everything();
        let (mut paged, mut after) = (Vec::new(), None);
        loop {
            let page = found(&filter, &everything, sort, after, limit);
            after = page.last().map(|last| Cursor { key: sort.by.key(last), number: last.number });
            let is_last = page.len() < limit as usize;
            paged.extend(page);
            if is_last {
                break;
            }
        }
        prop_assert_eq!(numbers(&paged), numbers(&expected(&filter, &everything, sort)));
    }

    #[test]
    fn a_page_behind_any_cursor_holds_what_lies_behind_it(
        sort in sort(),
        key in prop_oneof![-3i64..100, any::<i64>()],
        number in 0u32..100,
    ) {
        let everything = Predicate::everything();
        let end = (key, TicketNumber(number));
        let mut want = expected(&everything, &everything, sort);
        want.retain(|ticket| match sort.direction {
            Direction::Ascending => (sort.by.key(ticket), ticket.number) > end,
            Direction::Descending => (sort.by.key(ticket), ticket.number) < end,
        });
        let after = Some(Cursor { key, number: TicketNumber(number) });
        prop_assert_eq!(numbers(&found(&everything, &everything, sort, after, 100)), numbers(&want));
    }
}
