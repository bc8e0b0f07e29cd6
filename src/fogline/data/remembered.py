"""How much a reader remembers of words that it has met, so that it does not grow with all the names of all the news.

Words of every day come back in each report and are never the oldest; a name that comes once in a hundred reports costs
a look-up again. Measured by bench/soak.py, whose reports have thirty new names each.
"""

from __future__ import annotations

MOST_REMEMBERED = 16_384
