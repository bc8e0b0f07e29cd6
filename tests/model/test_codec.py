"""Canonical bytes are the ones that every ledger's digests were made of."""

from __future__ import annotations

import json

import msgspec
from hypothesis import example, given
from hypothesis import strategies as st

from fogline.model.codec import canonical

NUMBERS = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
LEAVES = st.none() | st.booleans() | NUMBERS | st.text()
NESTED = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=10,
)


@given(NESTED)
@example([1e16, 1e-5, -0.00005, 1e-4, 0.1, "1e16", "0.00001"])
@example({"c_3e5": "é\u2028\x7f\x1f/", "B": 5e-324, "b": 1.7976931348623157e308})
def test_canonical_bytes_are_those_of_sorted_json_as_python_writes_it(noun):
    plain = msgspec.to_builtins(noun)
    written = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert canonical(noun) == written.encode()
