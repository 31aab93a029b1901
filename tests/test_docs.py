import re
import subprocess
import sys

from tests.conftest import ROOT

SOURCES = sorted((ROOT / "src").rglob("*.py"))
TEXTS = [
    *ROOT.glob("*.md"),
    *(ROOT / "docs").rglob("*.md"),
    *(ROOT / "corpus").glob("*.md"),
    *(ROOT / "examples").glob("*.md"),
]


def test_the_generated_reference_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/build_docs.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_every_issue_code_is_documented() -> None:
    codes = {
        code for path in SOURCES for code in re.findall(r'Issue\(\s*"([a-z-]+)"', path.read_text(encoding="utf-8"))
    }
    told = (ROOT / "docs" / "reference" / "output.md").read_text(encoding="utf-8")
    assert {code for code in codes if f"`{code}`" not in told} == set()


def test_links_between_documents_lead_somewhere() -> None:
    for path in TEXTS:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.relative_to(ROOT)} links to {target}"


def test_files_and_functions_stay_short() -> None:
    for path in [*SOURCES, *(ROOT / "training").rglob("*.py"), *(ROOT / "scripts").rglob("*.py")]:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, path


def test_no_path_of_a_machine_stands_in_the_project() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    for name in listed:
        path = ROOT / name
        if path.suffix in {".py", ".md", ".toml", ".yaml", ".csv", ".txt", ".json"} and path.exists():
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"(?<![\w.])/(?:root|home|work)/", text), name


def test_the_readme_shows_what_the_program_prints() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/build_readme.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
