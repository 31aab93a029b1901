"""The codebook and the words of the explorer as the pages read them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources
from typing import Any, get_args

import yaml

from onrecord.codebook import load_codebook
from onrecord.codebook.load import FACTUALITY, Category
from onrecord.errors import SetupError
from onrecord.explorer.filters import STANDING
from onrecord.knowledge.regions import load_country_names
from onrecord.output.contract import Json
from onrecord.resolve.places.gazetteer import Precision

_FILE = "words.yaml"
_VALUES: Mapping[str, tuple[str, ...]] = {
    "factuality": FACTUALITY,
    "standing": STANDING,
    "precision": get_args(Precision),
}


@functools.cache
def load_words() -> Mapping[str, Mapping[str, str]]:
    """The definitions of `words.yaml`; raises SetupError where they do not fit the values that they define."""
    try:
        tree: Any = yaml.safe_load(resources.files("onrecord.explorer").joinpath(_FILE).read_text("utf-8"))
        found = {part: {str(key): str(text) for key, text in tree[part].items()} for part in ("rules", *_VALUES)}
    except (OSError, KeyError, TypeError, AttributeError, yaml.YAMLError) as fault:
        raise SetupError(f"{_FILE} of the explorer cannot be read: {fault!r}", "Install onrecord again.") from fault
    for part, values in _VALUES.items():
        if set(found[part]) != set(values):
            raise SetupError(
                f"{_FILE} of the explorer: {part} does not define {', '.join(values)}", "Correct the list."
            )
    return found


@functools.cache
def country_names() -> Mapping[str, str]:
    """Names of countries by code, and what the codes mean that are no countries."""
    names = {code: country.names[0] for code, country in load_country_names().items()}
    # "intergovernmental body: ..." lists examples after the colon.
    return names | {code: entry.meaning.partition(":")[0] for code, entry in load_codebook().special_countries.items()}


def codebook_json() -> Json:
    """The JSON object `Codebook`."""
    book, words = load_codebook(), load_words()
    return {
        "categories": [_category(category) for category in book.categories.values()],
        "sectors": [{"code": s.code, "name": s.label, "definition": s.definition} for s in book.sectors.values()],
        **{
            part: [{"value": value, "definition": words[part][value]} for value in values]
            for part, values in _VALUES.items()
        },
        "rules": dict(words["rules"]),
        "countries": dict(country_names()),
    }


def _category(category: Category) -> Json:
    return {
        "id": category.id,
        "name": category.label,
        "quad": int(category.quad_code),
        "definition": category.definition,
        "boundaries": "\n".join(f"{case}: {decision}" for case, decision in category.boundaries),
        "modes": [{"id": mode.id, "definition": mode.definition} for mode in category.modes],
    }
