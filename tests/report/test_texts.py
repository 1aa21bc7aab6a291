"""The catalogues against the source: nothing missing, nothing left over, every field kept."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_text_of_the_source_is_translated():
    found = subprocess.run(
        [sys.executable, ROOT / "tools" / "texts.py", "--check"], capture_output=True, text=True, check=False
    )
    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")
