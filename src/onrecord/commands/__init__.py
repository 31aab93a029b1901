"""The commands of `onrecord` beyond coding, a module each; `cli.py` puts them together."""
