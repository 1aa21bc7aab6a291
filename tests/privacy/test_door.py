"""The door: who enters, under which name, and what is left of those who do not."""

from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pytest
from pydantic import ValidationError

from probant.contract.batch import Batch, Reject
from probant.contract.catalog import CONTRACTS
from probant.contract.consents import CONSENTS
from probant.errors import Refused, UnknownName
from probant.privacy.door import admit, contact_column
from probant.privacy.keys import Keyring
from probant.privacy.pseudonym import DOMAINS, pseudonyms
from probant.privacy.settings import BASES, PrivacySettings
from probant.words import say

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PEOPLE = [name for name, contract in CONTRACTS.items() if contract.people and name != "consents"]


@pytest.fixture
def keyring(tmp_path):
    return Keyring("shop", tmp_path)


def batch(contract, rows, **more):
    filled = [{name: row.get(name) for name in contract.schema.names} for row in rows]
    return Batch(pa.RecordBatch.from_pylist(filled, schema=contract.schema), **more)


def enter(contract, rows, keyring, basis=None, consents=None, **more):
    settings = PrivacySettings(basis={contract.name: basis} if basis else {}, **more)
    (admitted,) = admit(
        [batch(contract, rows)], contract, settings=settings, keyring=keyring, consents=consents, now=NOW
    )
    return admitted


def agreed(keyring, *rows, settings=None):
    """The table of consents as the store has it: what the door let in."""
    filled = [{"kind": "visitor", "purpose": "audience", "granted": True, "business": "(all)", **row} for row in rows]
    admitted = enter(CONSENTS, filled, keyring)
    return pa.Table.from_batches([admitted.rows])


TOUCHES = CONTRACTS["touches"]
CONVERSIONS = CONTRACTS["conversions"]


def touch(visitor, at=NOW - timedelta(days=1)):
    return {"touch": f"t{visitor}", "at": at, "visitor": visitor, "channel": "search"}


@pytest.mark.parametrize("table", PEOPLE)
def test_a_table_of_people_needs_a_basis(table, keyring):
    contract = CONTRACTS[table]
    with pytest.raises(Refused) as caught:
        admit([], contract, settings=PrivacySettings(), keyring=keyring, consents=None, now=NOW)
    assert f"“{table}” identifies people ({', '.join(c.name for c in contract.people)})" in str(caught.value.what)
    assert f'[privacy.basis]\n{table} = "consent"' in str(caught.value.mend)
    assert not keyring.file.exists()


def test_the_basis_is_asked_for_before_anything_is_read(keyring):
    def unread():
        raise AssertionError("read")
        yield

    with pytest.raises(Refused):
        admit(unread(), TOUCHES, settings=PrivacySettings(), keyring=keyring, consents=None, now=NOW)


@pytest.mark.parametrize("table", [name for name, contract in CONTRACTS.items() if not contract.people])
def test_a_table_without_people_passes_untouched(table, keyring):
    given = batch(CONTRACTS[table], [{}])
    (admitted,) = admit([given], CONTRACTS[table], settings=PrivacySettings(), keyring=keyring, consents=None, now=NOW)
    assert admitted is given
    assert not keyring.file.exists()


def test_what_is_declared_not_personal_passes_as_it_is(keyring):
    admitted = enter(TOUCHES, [touch("unit-7")], keyring, "not_personal")
    assert admitted.rows["visitor"].to_pylist() == ["unit-7"]


@pytest.mark.parametrize("basis", [basis for basis in BASES if basis not in {"consent", "not_personal"}])
def test_on_every_other_basis_people_get_pseudonyms(basis, keyring):
    rows = [
        {"conversion": "c1", "at": NOW, "visitor": "v-raw-1", "customer": None},
        {"conversion": "c2", "at": NOW, "customer": "c-raw-2"},
    ]
    admitted = enter(CONVERSIONS, rows, keyring, basis)
    assert admitted.rows["visitor"].to_pylist()[1] is None
    assert admitted.rows["customer"].to_pylist()[0] is None
    assert admitted.rows["visitor"][:1] == pseudonyms(pa.array(["v-raw-1"]), "visitor", keyring.pseudonym)
    assert admitted.rows["customer"][1:] == pseudonyms(pa.array(["c-raw-2"]), "customer", keyring.pseudonym)
    assert admitted.rows["conversion"].to_pylist() == ["c1", "c2"]
    assert admitted.rows.schema == CONVERSIONS.schema
    assert (admitted.refused, admitted.received) == (0, 2)


def test_rejected_rows_are_still_counted(keyring):
    reject = Reject("f.csv", 3, "at", say("is no instant"))
    given = batch(TOUCHES, [touch("a")], rejects=(reject,))
    settings = PrivacySettings(basis={"touches": "consent"})
    (admitted,) = admit([given], TOUCHES, settings=settings, keyring=keyring, consents=None, now=NOW)
    assert (admitted.rejects, admitted.refused, admitted.received) == ((reject,), 1, 2)


def test_those_who_have_not_agreed_leave_no_trace(keyring):
    consents = agreed(
        keyring,
        {"subject": "yes", "at": NOW - timedelta(days=9)},
        {"subject": "withdrawn", "at": NOW - timedelta(days=9)},
        {"subject": "withdrawn", "at": NOW - timedelta(days=5), "granted": False},
        {"subject": "other purpose", "at": NOW - timedelta(days=9), "purpose": "newsletter"},
        {"subject": "other kind", "at": NOW - timedelta(days=9), "kind": "customer"},
        {"subject": "too late", "at": NOW - timedelta(hours=1)},
    )
    people = ["yes", "withdrawn", "other purpose", "other kind", "too late", "unknown"]
    admitted = enter(TOUCHES, [touch(person) for person in people], keyring, "consent", consents)
    assert admitted.rows["touch"].to_pylist() == ["tyes"]
    assert (admitted.refused, admitted.received) == (5, 6)


def test_withdrawn_since_the_contact_is_refused_too(keyring):
    given = {"subject": "a", "at": NOW - timedelta(days=9)}
    taken = {"subject": "a", "at": NOW - timedelta(minutes=1), "granted": False}
    contact = touch("a", NOW - timedelta(days=5))
    assert enter(TOUCHES, [contact], keyring, "consent", agreed(keyring, given)).refused == 0
    assert enter(TOUCHES, [contact], keyring, "consent", agreed(keyring, given, taken)).refused == 1


def test_another_purpose_and_length_can_be_declared(keyring):
    consents = agreed(keyring, {"subject": "a", "at": NOW - timedelta(days=70), "purpose": "ads"})
    more = {"basis": "consent", "consents": consents, "purpose": {"touches": "ads"}}
    assert enter(TOUCHES, [touch("a")], keyring, **more).refused == 0
    assert enter(TOUCHES, [touch("a")], keyring, **more, consent_months=2).refused == 1


def test_a_row_that_names_several_needs_each_to_agree_and_one_that_names_nobody_none(keyring):
    rows = [
        {"conversion": "both", "at": NOW, "visitor": "v", "customer": "c"},
        {"conversion": "one", "at": NOW, "visitor": "v", "customer": "unknown"},
        {"conversion": "visitor", "at": NOW, "visitor": "v"},
        {"conversion": "nobody", "at": NOW},
    ]
    consents = agreed(
        keyring,
        {"subject": "v", "at": NOW - timedelta(days=1)},
        {"subject": "c", "kind": "customer", "at": NOW - timedelta(days=1)},
    )
    admitted = enter(CONVERSIONS, rows, keyring, "consent", consents)
    assert admitted.rows["conversion"].to_pylist() == ["both", "visitor", "nobody"]


def test_of_a_day_its_end_counts(keyring):
    leads = CONTRACTS["leads"]
    row = {"lead": "l", "created_on": date(2026, 2, 10)}
    signed_up = {"subject": "l", "kind": "lead", "at": datetime(2026, 2, 10, 15, tzinfo=UTC)}
    next_day = {**signed_up, "at": datetime(2026, 2, 11, tzinfo=UTC)}
    assert enter(leads, [row], keyring, "consent", agreed(keyring, signed_up)).refused == 0
    assert enter(leads, [row], keyring, "consent", agreed(keyring, next_day)).refused == 1


def test_a_table_without_an_instant_asks_for_consent_now(keyring):
    observations = CONTRACTS["observations"]
    row = {"experiment": "e", "unit": "u", "metric": "m", "value": 1.0}
    given = {"subject": "u", "kind": "unit", "at": NOW}
    assert enter(observations, [row], keyring, "consent", agreed(keyring, given)).refused == 0
    assert enter(observations, [row], keyring, "consent").refused == 1


def test_a_contact_without_its_instant_has_no_consent(keyring):
    assignments = CONTRACTS["assignments"]
    row = {"experiment": "e", "unit": "u", "arm": "a"}
    given = {"subject": "u", "kind": "unit", "at": NOW}
    admitted = enter(assignments, [row, {**row, "at": NOW}], keyring, "consent", agreed(keyring, given))
    assert (admitted.rows.num_rows, admitted.refused) == (1, 1)


def test_each_table_knows_its_contact():
    known = {name: contact_column(CONTRACTS[name]) for name in PEOPLE}
    assert {name: column and column.name for name, column in known.items()} == {
        "touches": "at",
        "conversions": "at",
        "customers": "acquired_on",
        "leads": "created_on",
        "deals": "created_on",
        "assignments": "at",
        "observations": None,
        "spans": "at",
    }


def test_consents_are_kept_under_the_name_of_their_kind(keyring):
    table = agreed(
        keyring,
        {"subject": "7", "at": NOW},
        {"subject": "7", "at": NOW, "kind": "customer"},
        {"subject": "7", "at": NOW, "kind": "user"},
    )
    assert table["subject"].to_pylist() == [
        pseudonyms(pa.array(["7"]), kind, keyring.pseudonym)[0].as_py() for kind in ("visitor", "customer", "user")
    ]


def test_an_unknown_kind_of_person_is_refused_and_not_shown(keyring):
    with pytest.raises(Refused, match="no kind of person") as caught:
        agreed(keyring, {"subject": "visitor", "at": NOW, "kind": "jeanne.martin@example.com"})
    assert "jeanne" not in str(caught.value)
    assert all(domain in str(caught.value.mend) for domain in DOMAINS)


@pytest.mark.parametrize("basis", ["consent", "not_personal"])
def test_consents_cannot_rest_on_themselves(basis, keyring):
    with pytest.raises(Refused, match="cannot be the basis of the table of consents"):
        enter(CONSENTS, [], keyring, basis)


def test_a_misspelt_table_or_basis_is_found():
    with pytest.raises(UnknownName, match="use “touches”"):
        PrivacySettings(basis={"touch": "consent"})
    with pytest.raises(UnknownName, match="use “leads”"):
        PrivacySettings(purpose={"lead": "audience"})
    with pytest.raises(ValidationError, match="legitimate_interests"):
        PrivacySettings(basis={"touches": "legitimate"})


def test_no_rows_are_no_rows(keyring):
    admitted = enter(TOUCHES, [], keyring, "consent")
    assert (admitted.rows.num_rows, admitted.refused) == (0, 0)
    assert admitted.rows.schema == TOUCHES.schema
