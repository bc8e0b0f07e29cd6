"""Other people's systems and plain baselines, each in one small module, run beside fogline by `python bench/beside.py`.

A module that reads has `reader()`, which loads the system and gives a function: a report in, a line of `fogline
annotate` out. A module that fuses has `fuse(reports)`: all reports in, lines of `fogline picture` out. They run in an
environment of their own (`python bench/beside.py --install`) and are never a dependency of fogline.
"""
