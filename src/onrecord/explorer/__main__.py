"""`python -m onrecord.explorer STORE [--port N]`: the server alone, for whoever works on the pages."""

from __future__ import annotations

import argparse
import sys

from onrecord.explorer.explorer import Explorer
from onrecord.explorer.serving import listen, serve


def main() -> None:
    """Serve a store on this machine."""
    parser = argparse.ArgumentParser(
        prog="python -m onrecord.explorer", description="Serve a store to the pages of the explorer."
    )
    parser.add_argument("store")
    parser.add_argument("--port", type=int)
    given = parser.parse_args()
    explorer, listening = Explorer(given.store), listen(port=given.port)
    explorer.warm()
    serve(explorer, listening, ready=lambda address: print(address, file=sys.stderr, flush=True))  # noqa: T201 - its only output


if __name__ == "__main__":
    main()
