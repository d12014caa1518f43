"""The examples for Python run, and print what they should."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples"

REPORT = """\
87 mails from 2026-03-02 to 2026-03-31
    55  new tickets
    12  answers
    10  quarantined: automatic
     5  ignored
     2  duplicate
     2  quarantined: authentication_failed
     1  quarantined: ambiguous_sender
     1  of them urgent

SLA report
    55  tickets without a team
    54  too late: first_reply
    54  too late: resolution
"""


def test_the_mailbox_is_reported_on(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", str(EXAMPLES / "python/mailbox_report.py"), str(EXAMPLES / "mailbox/demo.mbox")]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (run.stdout, run.stderr) == (REPORT, "")
