"""onrecord reads news reports and puts them on record.

Who did or said what to whom, when, where, according to whom and how certain, every value with the characters it came from.

    from onrecord import Coder
    coding = Coder().code(text, published="2023-06-12")
"""

from onrecord.codebook import Codebook, load_codebook
from onrecord.coder import Coder
from onrecord.errors import OnRecordError
from onrecord.model import Coding, Issue, Participant, Place, Record, Report, Source, Span, Statement, When
from onrecord.output.contract import from_contract, to_contract
from onrecord.readers import from_html, from_text, read

__all__ = [
    "Codebook",
    "Coder",
    "Coding",
    "Issue",
    "OnRecordError",
    "Participant",
    "Place",
    "Record",
    "Report",
    "Source",
    "Span",
    "Statement",
    "When",
    "from_contract",
    "from_html",
    "from_text",
    "load_codebook",
    "read",
    "to_contract",
]
__version__ = "0.2.0"
