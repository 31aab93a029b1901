"""What is known about names and offices: who a noun phrase stands for, on a day."""

from onrecord.knowledge.identify import Identity, Knowledge
from onrecord.knowledge.load import build, load

__all__ = ["Identity", "Knowledge", "build", "load"]
