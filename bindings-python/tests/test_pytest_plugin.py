"""The fixtures that come with the package, in a project of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROJECT = '''
from datetime import timedelta
from frontdesk import Desk, ManualClock, Role

def test_the_fixtures_belong_together(desk: Desk, clock: ManualClock) -> None:
    receipt = desk.host().save_person(role=Role.AGENT)
    assert receipt.at == clock.now
    clock.advance(timedelta(days=1))
    assert desk.host().save_person(role=Role.AGENT).at == receipt.at + timedelta(days=1)

def test_every_test_has_a_desk_of_its_own(desk: Desk) -> None:
    assert list(desk.host().changes()) == []
'''


def test_a_project_needs_no_more_than_the_package(tmp_path: Path) -> None:
    (tmp_path / "test_project.py").write_text(PROJECT, encoding="utf-8")
    command = [sys.executable, "-W", "error", "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "2 passed" in run.stdout, run.stdout + run.stderr
