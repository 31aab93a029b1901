"""The explorer: records against their words, in a browser and in Python."""

from onrecord.explorer.client import Api, Client
from onrecord.explorer.explorer import Explorer

__all__ = ["Api", "Client", "Explorer"]
