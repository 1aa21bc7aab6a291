"""Personal data in the clear are seen, and never shown."""

import pyarrow as pa
import pytest

from probant.privacy.personal import found

SEEN = {
    "email": ["jeanne.martin@example.com", "write to a+b@mail.example.co.uk now"],
    "phone": ["+33 6 12 34 56 78", "+442079460958", "01 23 45 67 89", "call 06.12.34.56.78 today", "+1 (415) 555-0132"],
    "ipv4": ["192.0.2.17", "from 198.51.100.255."[:-1]],
    "ipv6": ["2001:db8::1", "2001:0db8:0000:0000:0000:ff00:0042:8329", "fe80::1"],
    # The example of ISO 13616's registry for Great Britain, and that for France.
    "iban": ["GB29 NWBK 6016 1331 9268 19", "GB29NWBK60161331926819", "FR1420041010050500013M02606"],
    # Made up, with the right check digits.
    "national_fr": ["2 55 08 14 168 025 38", "255081416802538"],
    "national_uk": ["AB123456C", "AB 12 34 56 C"],
}
NOT_SEEN = [
    "paid_search",
    "brand_2024_q3",
    "1234567890123",
    "2026-03-01",
    "2026-03-01 12:30:45",
    "12,50 €",
    "GB29NWBK60161331926818",
    "255081416802539",
    "@mention",
    "1.2.3",
    "300.1.1.1",
    "v10.20.30.40.50",
    "(all)",
    "",
    "0.123456789",
    "C4::campaign",
    "+5 %",
]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in SEEN.items() for text in texts])
def test_each_kind_is_seen(kind, text):
    (finding,) = found(pa.array([text, "plain"]))
    assert (finding.kind, finding.share) == (kind, 0.5)


@pytest.mark.parametrize("text", NOT_SEEN)
def test_what_is_none_is_not_seen(text):
    assert found(pa.array([text])) == ()


@pytest.mark.parametrize("text", [text for texts in SEEN.values() for text in texts])
def test_the_example_shows_the_shape_alone(text):
    (finding,) = found(pa.array([text]))
    assert set(finding.example) & set("ABCDEFGHIJKLMNOPQRSTUVWabcdefghijklmnopqrstuvw012345678é") == set()
    assert len(finding.example) == min(len(text), 40)


def test_the_share_is_of_rows_that_hold_a_text():
    texts = pa.chunked_array([["a@b.example", "a@b.example", None], ["x", "10.0.0.1"]])
    email, address = found(texts)
    assert (email.kind, email.share, address.kind, address.share) == ("email", 0.5, "ipv4", 0.25)
    assert email.example == "x@x.xxxxxxx"


@pytest.mark.parametrize(
    "texts", [pa.array([], pa.string()), pa.array([None], pa.string()), pa.chunked_array([], pa.string())]
)
def test_nothing_holds_nothing(texts):
    assert found(texts) == ()
