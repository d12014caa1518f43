"""What is looked for in packages is found."""

from __future__ import annotations

import zipfile
from pathlib import Path

import check_packages
import pytest

INFO = f"frontdesk-{check_packages.version()}.dist-info"
METADATA = f"""\
Metadata-Version: 2.4
Name: frontdesk
Version: {check_packages.version()}
License-Expression: MIT OR Apache-2.0
License-File: LICENSE-MIT
License-File: LICENSE-APACHE
Requires-Python: >=3.10
Classifier: Typing :: Typed
Classifier: Programming Language :: Python :: Free Threading :: 2 - Beta

# A help desk
"""
GOOD = {
    **dict.fromkeys(check_packages.NEEDED, ""),
    f"{INFO}/licenses/LICENSE-MIT": "",
    f"{INFO}/licenses/LICENSE-APACHE": "",
    f"{INFO}/entry_points.txt": "[pytest11]\n",
    f"{INFO}/METADATA": METADATA,
    f"{INFO}/WHEEL": "Tag: cp310-abi3-musllinux_1_2_x86_64\n",
    "frontdesk/_native.abi3.so": "",
}
NATIVE = "frontdesk/_native.abi3.so"


def faults(folder: Path, changed: dict[str, str | None], tag: str = "cp310-abi3-musllinux_1_2_x86_64") -> list[str]:
    wheel = folder / f"frontdesk-{check_packages.version()}-{tag}.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in {**GOOD, **changed}.items():
            if text is not None:
                archive.writestr(name, text)
    return list(check_packages.faults_of(wheel, released=True))


def test_a_good_wheel_has_no_faults(tmp_path: Path) -> None:
    assert faults(tmp_path, {}) == []


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"frontdesk/py.typed": None}, "py.typed is missing"),
        ({f"{INFO}/licenses/LICENSE-MIT": None}, "LICENSE-MIT is missing"),
        ({f"{INFO}/METADATA": METADATA.replace("Name:", "Requires-Dist: requests\nName:")}, "Requires-Dist"),
        ({f"{INFO}/METADATA": METADATA.replace(">=3.10", ">=3.9")}, "Requires-Python"),
        ({f"{INFO}/METADATA": METADATA.replace("Version: 0", "Version: 7")}, "Version is"),
        ({f"{INFO}/METADATA": METADATA.replace("Free Threading", "Threading")}, "not classified"),
        ({f"{INFO}/WHEEL": "Tag: cp310-abi3-win_amd64\n"}, "other tags"),
        ({f"{INFO}/entry_points.txt": None}, "fixtures"),
        ({NATIVE: "… testing.panic …"}, "made for tests"),
        ({NATIVE: f"{Path.home()}/src"}, "where it was built"),
        ({NATIVE: "_ZN9frontdesk4desk"}, "symbols"),
        ({NATIVE: None, "frontdesk/_native.cpython-311-x86_64-linux-gnu.so": ""}, "not one module"),
    ],
)
def test_a_fault_is_told(tmp_path: Path, changed: dict[str, str | None], fault: str) -> None:
    [told] = faults(tmp_path, changed)
    assert fault in told


def test_tags_are_those_of_the_platforms_that_are_built(tmp_path: Path) -> None:
    [told] = faults(tmp_path, {f"{INFO}/WHEEL": "Tag: cp310-abi3-linux_x86_64\n"}, "cp310-abi3-linux_x86_64")
    assert "no platform" in told
    assert faults(tmp_path, {}, "cp311-cp311-musllinux_1_2_x86_64") != []
