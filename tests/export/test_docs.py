"""The page of the documentation and the code agree."""

import re

from onrecord.export import FORMATS, render_docs
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "reference" / "exports.md"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == render_docs(), "run python -m scripts.build_docs"


def test_every_format_and_every_column_is_described() -> None:
    page = PAGE.read_text("utf-8")
    for name, form in FORMATS.items():
        (section,) = re.findall(rf"^## {re.escape(name)}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
        for table in form.tables:
            for column in table.columns:
                assert f"| `{column.name}` |" in section, (name, column.name)


def test_tables_have_four_cells_a_row() -> None:
    for line in PAGE.read_text("utf-8").splitlines():
        if line.startswith("| `"):
            assert len(re.findall(r"(?<!\\)\|", line)) == 5, line
