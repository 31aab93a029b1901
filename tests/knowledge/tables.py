"""Small knowledge bases for tests: the package's codes, grammar and role nouns, and lines of one's own."""

from importlib import resources

from onrecord.knowledge import Knowledge, build
from onrecord.knowledge.rows import COLUMNS

KENYA = "KEN,KEN,Kenya,state,,Kenyan;Kenyans,Nairobi,,Mombasa,,,,\n"
MALI = "MLI,MLI,Mali,state,,Malian;Malians,Bamako,,Gao,,,,Mali\n"
SHIPPED = ("codes", "grammar", "roles")


def shipped(name: str) -> str:
    """The text of a file that ships."""
    return resources.files("onrecord.knowledge").joinpath(f"{name}.csv").read_text(encoding="utf-8")


def files(**changed: str) -> dict[str, str]:
    """Empty files but for the codes and two countries, with lines added to the file named ("groups" for groups.csv)."""
    texts = {file: ",".join(columns) + "\n" for file, columns in COLUMNS.items()}
    texts["codes.csv"] = shipped("codes")
    texts["countries.csv"] += KENYA + MALI
    for name, lines in changed.items():
        texts[f"{name}.csv"] += lines
    return texts


def knowledge(**changed: str) -> Knowledge:
    """A knowledge base of two countries with the role nouns and small words that ship, and some lines added."""
    texts = files(**changed)
    for name in SHIPPED:
        texts[f"{name}.csv"] = shipped(name)
    return Knowledge(build(texts))
