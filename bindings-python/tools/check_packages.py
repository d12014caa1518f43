"""Looks at packages before they are published: `check_packages.py [--released] FILE…` names the faults of wheels and sources.

What is released also has no symbols of its own, and does not tell where it was built.
"""

from __future__ import annotations

import re
import sys
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from email.message import Message
from email.parser import Parser
from pathlib import Path

TOP = Path(__file__).parents[2]
TAGS = {"cp310-abi3": r"_native(\.abi3\.so|\.pyd)", "cp314-cp314t": r"_native\.(cpython-314t-[\w-]+\.so|cp314t-[\w-]+\.pyd)"}
"""The Pythons that wheels are for, and what the native module is called there."""
PLATFORMS = r"(manylinux|musllinux|macosx)_\d+_\d+_(x86_64|aarch64|arm64)|manylinux2014_(x86_64|aarch64)|win_(amd64|arm64)"
LICENSES = ["LICENSE-MIT", "LICENSE-APACHE"]
NEEDED = ["frontdesk/__init__.py", "frontdesk/py.typed", "frontdesk/_native.pyi", "frontdesk/pytest_plugin.py"]
SOURCES = ["Cargo.toml", "Cargo.lock", "pyproject.toml", "core/src/lib.rs", "bindings-python/src/lib.rs", "python/frontdesk/py.typed"]
FOR_TESTS = b"testing.panic"
"""What only a build for tests has in it."""
CLASSIFIERS = ["Programming Language :: Python :: Free Threading :: 2 - Beta", "Typing :: Typed"]


def main(arguments: list[str]) -> int:
    released = "--released" in arguments
    files = [Path(name) for name in arguments if name != "--released"]
    faults = [f"{file.name}: {fault}" for file in files for fault in faults_of(file, released)]
    for fault in faults:
        print(fault, file=sys.stderr)
    for file in files:
        print(f"{file.name}: {file.stat().st_size / 1e6:.1f} MB")
    return 1 if faults or not files else 0


def faults_of(file: Path, released: bool) -> Iterator[str]:
    """What is wrong with a package."""
    if file.name.endswith(".tar.gz"):
        yield from faults_of_source(file)
    else:
        yield from faults_of_wheel(file, released)


def faults_of_source(file: Path) -> Iterator[str]:
    stem = f"frontdesk-{version()}"
    if file.name != f"{stem}.tar.gz":
        yield f"it should be called {stem}.tar.gz"
    with tarfile.open(file) as archive:
        names = set(archive.getnames())
        told = archive.extractfile(f"{stem}/PKG-INFO") if f"{stem}/PKG-INFO" in names else None
        yield from faults_of_metadata(metadata(told.read() if told else b""))
    yield from (f"{name} is missing" for name in SOURCES + LICENSES if f"{stem}/{name}" not in names)


def faults_of_wheel(file: Path, released: bool) -> Iterator[str]:
    with zipfile.ZipFile(file) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    info = f"frontdesk-{version()}.dist-info"
    yield from faults_of_metadata(metadata(content.get(f"{info}/METADATA", b"")))
    yield from (f"{name} is missing" for name in NEEDED if name not in content)
    yield from (f"{name} is missing" for name in LICENSES if f"{info}/licenses/{name}" not in content)
    if b"[pytest11]" not in content.get(f"{info}/entry_points.txt", b""):
        yield "pytest does not find the fixtures"
    name = re.fullmatch(rf"frontdesk-{re.escape(version())}-({'|'.join(TAGS)})-([\w.]+)\.whl", file.name)
    if name is None:
        yield f"its name has not the version {version()} and one of {', '.join(TAGS)}"
        return
    yield from faults_of_tags(name[1], name[2].split("."), content[f"{info}/WHEEL"])
    yield from faults_of_native(TAGS[name[1]], content, released)


def faults_of_tags(python: str, platforms: list[str], told: bytes) -> Iterator[str]:
    yield from (f"{platform} is no platform of ours" for platform in platforms if not re.fullmatch(PLATFORMS, platform))
    tags = metadata(told).get_all("Tag", [])
    if sorted(tags) != sorted(f"{python}-{platform}" for platform in platforms):
        yield f"its name tells other tags than {tags}"


def faults_of_native(called: str, content: Mapping[str, bytes], released: bool) -> Iterator[str]:
    natives = [name for name in content if name.endswith((".so", ".pyd", ".dylib", ".dll"))]
    if len(natives) != 1 or not re.fullmatch(f"frontdesk/{called}", natives[0]):
        yield f"{natives} is not one module called {called}"
        return
    if FOR_TESTS in content[natives[0]]:
        yield "it is made for tests"
    if released and (home := str(Path.home()).encode()) in content[natives[0]]:
        yield f"it tells where it was built, in {home.decode()}"
    if released and b"_ZN9frontdesk" in content[natives[0]]:
        yield "it has symbols of its own"


def faults_of_metadata(told: Message) -> Iterator[str]:
    wanted = {
        "Name": ["frontdesk"],
        "Version": [version()],
        "Requires-Python": [">=3.10"],
        "Requires-Dist": [],
        "License-Expression": ["MIT OR Apache-2.0"],
        "License-File": LICENSES,
        "Project-URL": project_urls(),
    }
    for name, values in wanted.items():
        if (found := told.get_all(name, [])) != values:
            yield f"{name} is {found}, not {values}"
    yield from (f"it is not classified as {name}" for name in CLASSIFIERS if name not in told.get_all("Classifier", []))
    if not str(told.get_payload()).strip():
        yield "it has no description"


def metadata(text: bytes) -> Message:
    return Parser().parsestr(text.decode())


def version() -> str:
    """The version of the workspace, which all packages have."""
    return workspace("version")[0]


def project_urls() -> list[str]:
    """Where the project is, once the workspace says so."""
    return [f"Repository, {url}" for url in workspace("repository")]


def workspace(name: str) -> list[str]:
    table = (TOP / "Cargo.toml").read_text(encoding="utf-8").split("[workspace.package]\n")[1].split("\n[")[0]
    return re.findall(rf'^{name} = "(.*)"$', table, re.MULTILINE)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
