"""Pseudonyms of version 1, kept: a store that was filled by an older version must meet the same people again.

One of them by hand: printf 'visitor\\0007' | openssl dgst -sha256 -mac hmac
-macopt key:kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk
"""

import pyarrow as pa

from probant.privacy.keys import Key
from probant.privacy.pseudonym import pseudonyms


def test_the_same_key_gives_the_same_pseudonyms_as_ever():
    made = pseudonyms(pa.array(["ada@example.org", None, "", "7", "ada@example.org"]), "visitor", Key(b"k" * 32))
    assert made.to_pylist() == [
        "k0b4171d2.16b38e7b971a163980d934e19cbfc2b7",
        None,
        "k0b4171d2.02a4f0783a479f1662b7d410d5d760d7",
        "k0b4171d2.651908fc8c360187c777adff87da4e83",
        "k0b4171d2.16b38e7b971a163980d934e19cbfc2b7",
    ]
