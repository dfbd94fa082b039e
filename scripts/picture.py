"""Makes `docs/brief.png`: a brief of the sample newsroom, as a browser shows its largest story.

Run `python scripts/picture.py [BROWSER]` with Chromium or Chrome on the path; nothing is loaded from outside.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from copydesk.desk import open_desk
from copydesk.reports.brief import write_brief

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "brief.png"
AS_OF = date(2038, 12, 31)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
SIZE = "1180,1290"
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


def main() -> None:
    """Write the picture and say where it is."""
    browser = shutil.which(sys.argv[1]) if len(sys.argv) > 1 else next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise SystemExit(f"no browser found; install one of {', '.join(BROWSERS)}, or name yours")
    with tempfile.TemporaryDirectory() as folder:
        page = largest_story(brief(Path(folder) / "brief"))
        shoot(browser, page, Path(folder) / "profile")
    print(PICTURE)


def brief(folder: Path) -> Path:
    """The index of a brief of the sample newsroom."""
    with open_desk() as desk:
        list(desk.add([str(ROOT / "examples" / "newsroom" / "pages")], as_of=AS_OF))
        list(desk.run())
        return write_brief(desk.collection(), folder)


def largest_story(index: Path) -> Path:
    """The page of the story with the most on it."""
    found = max(
        re.findall(r'href="(stories/[\w.-]+)"', index.read_text(encoding="utf-8")),
        key=lambda place: (index.parent / place).stat().st_size,
    )
    return index.parent / found


def shoot(browser: str, page: Path, profile: Path) -> None:
    """Let a browser draw a page into the picture."""
    size = f"--window-size={SIZE}"
    target = f"--screenshot={PICTURE}"
    subprocess.run(
        [browser, *QUIET, f"--user-data-dir={profile}", target, size, page.as_uri()],
        check=True,
        capture_output=True,
        timeout=120,
    )


if __name__ == "__main__":
    main()
