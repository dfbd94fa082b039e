"""Packages that are installed for one test: a folder on the path with what installers write about a package."""

import sys
import tomllib
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "plugin"


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Installs a package of this name: its entry points by group, and the code of its one module."""

    def installed(package, points, code="", version="1.0", module=None):
        folder = tmp_path / f"site-{package}"
        module = module or package.replace("-", "_")
        about = folder / f"{package.replace('-', '_')}-{version}.dist-info"
        about.mkdir(parents=True)
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n")
        lines = [f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in of.items()) for group, of in points]
        (about / "entry_points.txt").write_text("\n".join(lines))
        if code:
            (folder / f"{module}.py").write_text(code)
        monkeypatch.syspath_prepend(str(folder))
        monkeypatch.delitem(sys.modules, module, raising=False)
        return folder

    return installed


@pytest.fixture
def quayside(install, monkeypatch):
    """The example package as it would be installed: its sources on the path, its entry points as it declares them."""
    project = tomllib.loads((EXAMPLE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    install(project["name"], project["entry-points"].items(), version=project["version"])
    monkeypatch.syspath_prepend(str(EXAMPLE / "src"))
    return project
