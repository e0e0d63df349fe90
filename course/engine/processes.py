"""Looking at an engine's processes from where they are visible."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from course.engine.errors import EngineError

# Runs inside the engine's container (or here): prints {pid: {namespace: inode}} for the PIDs it is given.
_READER = """
import json, os, sys
seen = {}
for pid in sys.argv[1:]:
    try:
        folder = f"/proc/{pid}/ns"
        seen[pid] = {name: os.stat(f"{folder}/{name}").st_ino for name in os.listdir(folder)}
    except OSError:
        continue
print(json.dumps(seen))
"""


def namespaces_of(container: str | None, pids: list[int]) -> dict[int, dict[str, int]]:
    raise EngineError("not built yet")
