"""Imports spaCy without its command line, which `import spacy` loads for one helper and nobody here calls.

The command line brings an HTTP client, a template engine and a project runner with it: about a third of the time that
`import spacy` takes, paid at every start of fogline. While spaCy is imported, an empty module stands in its place; then
it is taken away, so that a later `import spacy.cli` finds the real one.

Arithmetic stays on one thread: a report's matrices are so small that threads cost more than they save, and several
processes with several threads each wait for one another (four times the time, measured on two cores).
"""

from __future__ import annotations

import os
import sys
from types import ModuleType


def import_spacy() -> None:
    """Imports spaCy; does nothing where it is imported already."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if "spacy" in sys.modules:
        return
    stand_ins = {name: ModuleType(name) for name in ("spacy.cli", "spacy.cli.info")}
    stand_ins["spacy.cli"].__path__ = []
    stand_ins["spacy.cli.info"].__dict__["info"] = lambda *_, **__: {}
    sys.modules.update(stand_ins)
    try:
        import spacy
    finally:
        for name in stand_ins:
            sys.modules.pop(name, None)
    spacy.__dict__.pop("cli", None)


import_spacy()
