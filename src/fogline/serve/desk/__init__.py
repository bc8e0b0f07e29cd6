"""The desk: pages and an API over a ledger or over paths, read in the browser. Needs the extra `desk`."""
