"""The benches in Python: ours and a peer in turns, and beside them the figures to reach. `docs/performance.md` explains them."""

from __future__ import annotations

import sys

from calls import calls
from hours import hours
from intake import intake

HEAD = "| what | ours, median (least) | peer, median (least) | ratio | to reach | reached |\n|---|---:|---:|---:|---|---|"
BENCHES = {"calls": calls, "calendar": hours, "intake": intake}


def main(arguments: list[str]) -> int:
    """Runs the benches that are named, or all."""
    quick = "--quick" in arguments
    names = [name for name in arguments if name != "--quick"]
    if unknown := set(names) - set(BENCHES):
        print(f"there is no bench {unknown}; there are: {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    print(HEAD)
    for name in names or BENCHES:
        for line in BENCHES[name](quick):
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
