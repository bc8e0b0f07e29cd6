"""The same report in other words or another shape, with its gold carried along: what `bench/robustness.py` measures."""
