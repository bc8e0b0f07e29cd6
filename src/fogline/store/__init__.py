"""Where captures, reports, claims and judgements are kept: one contract, a ledger in one SQLite file, and a memory."""

from fogline.store.contract import EVERYTHING, Added, Entry, Question, Store, Verification, View, Writer
from fogline.store.memory import MemoryStore
from fogline.store.sqlite import Ledger, open_ledger

__all__ = [
    "EVERYTHING",
    "Added",
    "Entry",
    "Ledger",
    "MemoryStore",
    "Question",
    "Store",
    "Verification",
    "View",
    "Writer",
    "open_ledger",
]
