"""Known vulnerabilities of the pinned packages, or a list of the parts of a runtime installation.

    python scripts/audit.py                  # 1 when a pinned package has a known vulnerability: make audit
    python scripts/audit.py --sbom PATH      # CycloneDX JSON: make sbom

pip-audit asks the index of packages. It calls a package that the index does not know fine, so that where the index
answers nothing it would find everything fine. Therefore a release with known faults is asked about too: where these are
not told, nothing was asked, and that is said. It ends with 0, for a network that is down must stop nobody; with
`--strict` it ends with 2.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
KNOWN = ("jinja2", "2.10")
"""A release that every list of vulnerabilities has."""
SERVICES = ("pypi", "osv")
"""Who is asked, one after the other until one answers."""
ACCEPTED: dict[str, str] = {}
"""Vulnerabilities that are accepted, by id, each with the reason."""
WAIT = 15
"""Seconds that an answer may take."""


def main() -> int:
    """Audit, or write the list of parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sbom", type=Path)
    parser.add_argument("--strict", action="store_true")
    asked = parser.parse_args()
    if asked.sbom:
        return write_parts(asked.sbom)
    pins = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if "==" in line]
    for service in SERVICES:
        if not any(one["name"] == KNOWN[0] and one.get("vulns") for one in audited(["==".join(KNOWN)], service)):
            print(f"{service}: no vulnerabilities can be had from here", file=sys.stderr)
            continue
        told = audited(pins, service)
        found = [(one, fault) for one in told for fault in one.get("vulns", ()) if fault["id"] not in ACCEPTED]
        for one, fault in found:
            print(f"{one['name']} {one['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or '-'}")
        unknown = sum("skip_reason" in one for one in told)
        print(
            f"{service}: {len(told)} packages, {len(found)} vulnerabilities, {unknown} packages that it does not know"
        )
        return int(bool(found))
    print("audit skipped: no list of vulnerabilities could be asked; nothing is known of these packages")
    return 2 if asked.strict else 0


def audited(pins: list[str], service: str) -> list[dict[str, Any]]:
    """What pip-audit says of each of these; nothing where it cannot ask."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder, "pins.txt")
        listed.write_text("\n".join(pins) + "\n")
        words = ["-s", service, "-r", str(listed), "--no-deps", "--disable-pip", "--progress-spinner", "off"]
        words += ["--timeout", str(WAIT), "-f", "json"]
        done = subprocess.run(
            [sys.executable, "-m", "pip_audit", *words], capture_output=True, text=True, check=False, cwd=folder
        )
    try:
        told: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        return []
    return told


# -- the list of parts ------------------------------------------------------------------------------------------------


def runtime() -> list[str]:
    """The pins of all that `pip install copydesk[web,fetch]` brings, by following what each package requires."""
    from packaging.requirements import Requirement

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [
        *project["dependencies"],
        *(one for part in ("web", "fetch") for one in project["optional-dependencies"][part]),
    ]
    found: dict[str, str] = {}
    while wanted:
        asked = Requirement(wanted.pop())
        name = re.sub(r"[-_.]+", "-", asked.name).lower()
        extras = asked.extras or {""}
        if name in found or (asked.marker is not None and not asked.marker.evaluate({"extra": ""})):
            continue
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
        for more in requires(name) or ():
            marker = Requirement(more).marker
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras):
                wanted.append(more.partition(";")[0])
    return [f"{name}=={number}" for name, number in sorted(found.items())]


def write_parts(path: Path) -> int:
    """Write what a runtime installation holds as CycloneDX."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder, "pins.txt")
        listed.write_text("\n".join(runtime()) + "\n")
        words = ["-m", "cyclonedx_py", "requirements", str(listed), "--pyproject", str(ROOT / "pyproject.toml")]
        words += ["--output-reproducible", "--of", "JSON", "-o", str(path.resolve())]
        done = subprocess.run([sys.executable, *words], check=False)
    if done.returncode == 0:
        print(f"{path}: {len(json.loads(path.read_text())['components'])} parts")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
