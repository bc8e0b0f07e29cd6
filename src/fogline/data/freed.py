"""Memory that was let go of, given back to the system.

In: nothing. Out: a process that holds less. Refused: nothing; where the C library is not glibc, only Python's own part.

Python looks through all that lives for what refers only to itself once a quarter of it is new. Of 360,000 things that a
watch begins with, that is after an hour, in which it grows by 8 MB (docs/endurance.md); so it is asked to look. glibc
keeps what is freed in pieces between what stays in use, and finds too little room in most of them: it asks the system
for more, though as much lies free.
"""

from __future__ import annotations

import ctypes
import gc

# Of glibc's <malloc.h>.
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
_LARGE = 64 * 1024  # bytes; an answer of an outlet, a reading on its way
_HEAPS = 1


def give_back() -> None:
    """Gives back what lies free, also in the midst of what is in use. It takes some 15 ms for 100 MB."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def let_go() -> None:
    """Frees what refers only to itself, and gives it back."""
    gc.collect()
    give_back()


def keep_little() -> None:
    """To be called once, before threads start, by a process that runs for long.

    What is there now is taken to stay, so that to look through the rest takes milliseconds. What is large comes from
    the system and goes back to it, and threads share one heap. By itself glibc gives each thread a heap of its own, and
    lets what is large come out of it once something large was freed: then an answer of 100 kB lies between a thousand
    small things that stay.
    """
    gc.collect()
    gc.freeze()
    option = getattr(ctypes.CDLL(None), "mallopt", None)
    if option is not None:
        option(_MMAP_THRESHOLD, _LARGE)
        option(_TRIM_THRESHOLD, 2 * _LARGE)
        option(_ARENA_MAX, _HEAPS)
