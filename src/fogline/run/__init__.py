"""The same steps on one process or a pool, in the order that the captures came in, streamed."""
