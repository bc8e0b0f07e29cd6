"""Memory that was let go of, given back to the system.

In: nothing. Out: a process that holds less. Refused: nothing; where the C library is not glibc, nothing happens.

glibc keeps what is freed in pieces between what stays in use, and finds too little room in most of them: it asks the
system for more, though as much lies free. A process that runs for months has to give it back by itself.
"""

from __future__ import annotations

import ctypes

# Of glibc's <malloc.h>.
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
_LARGE = 64 * 1024  # bytes; an answer of an outlet, a reading on its way
_ARENAS = 1


def give_back() -> None:
    """Gives back what lies free, also in the midst of what is in use. It takes some 15 ms for 100 MB."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def keep_little() -> None:
    """Has what is large come from the system and go back to it, and all threads share one heap; before they start.

    By itself glibc gives each thread a heap of its own, and lets what is large come out of them once something large
    was freed: then an answer of 100 kB lies between a thousand small things that stay.
    """
    option = getattr(ctypes.CDLL(None), "mallopt", None)
    if option is not None:
        option(_MMAP_THRESHOLD, _LARGE)
        option(_TRIM_THRESHOLD, 2 * _LARGE)
        option(_ARENA_MAX, _ARENAS)
