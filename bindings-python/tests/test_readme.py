"""What the READMEs show in Python runs, and prints what they say."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "README.md"
PROJECT = Path(__file__).parents[2] / "README.md"


def blocks(readme: Path) -> list[tuple[str, str]]:
    """The blocks of Python, each with the text that follows before the next."""
    found = []
    for part in re.split(r"^```python\n", readme.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        code, rest = part.split("\n```\n", 1)
        printed = re.search(r"^```text\n(.*?)^```$", rest, re.DOTALL | re.MULTILINE)
        assert printed, f"{readme} does not say what this prints:\n{code}"
        found.append((code, printed[1]))
    return found


def test_there_is_something_to_run() -> None:
    assert len(blocks(PACKAGE)) > 3 and len(blocks(PROJECT)) > 0


def test_a_block_that_says_nothing_of_what_it_prints_is_seen(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("```python\n1\n```\n\n```python\nprint(2)\n```\n\n```js\n```\n\n```text\n2\n```\n")
    with pytest.raises(AssertionError, match="does not say"):
        blocks(readme)


@pytest.mark.parametrize(("code", "printed"), blocks(PACKAGE) + blocks(PROJECT))
def test_a_block_prints_what_it_says(code: str, printed: str, tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (run.stdout, run.stderr) == (printed, "")
