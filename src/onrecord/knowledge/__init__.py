"""What is known about names and offices: who a noun phrase stands for, on a day."""

from onrecord.knowledge.dossier import Dossier, Part, Subject, Term, dossier, similar
from onrecord.knowledge.identify import Identity, Knowledge
from onrecord.knowledge.load import build, load

__all__ = ["Dossier", "Identity", "Knowledge", "Part", "Subject", "Term", "build", "dossier", "load", "similar"]
