"""Codings as files and on the screen: the contract (JSONL), a flat table (CSV), a page for people."""
