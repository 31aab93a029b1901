"""The ontology as data: categories, modes, sectors, country rules and the crosswalk to CAMEO."""

from onrecord.codebook.load import Category, Codebook, CountryCode, Mode, Sector, load_codebook

__all__ = ["Category", "Codebook", "CountryCode", "Mode", "Sector", "load_codebook"]
