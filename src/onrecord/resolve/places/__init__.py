"""Places: the gazetteer, all place names of a report, and which place each means."""
