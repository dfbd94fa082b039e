"""The site of the documents: built without a warning, nothing loaded from elsewhere, dead links found."""

import re
import shutil
import subprocess
import sys

import pytest

from docs_blocks import ROOT

pytestmark = pytest.mark.slow
SCRIPT = ROOT / "scripts" / "docs_site.py"


def built(*words):
    return subprocess.run([sys.executable, SCRIPT, *map(str, words)], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    done = built("--out", folder / "site")
    assert done.returncode == 0, done.stderr
    return folder / "site"


def test_every_page_is_there(site):
    pages = {path.stem for path in (ROOT / "docs").glob("*.md")} | {"contributing", "changelog"}
    assert pages <= {path.stem for path in site.glob("*.html")}


def test_nothing_is_loaded_from_elsewhere(site):
    for page in site.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        loaded = re.findall(r"<(?:script|img|iframe|source)\b[^>]*\bsrc=\"([^\"]+)\"", text)
        loaded += re.findall(r"<link\b(?=[^>]*rel=\"(?:stylesheet|preload|icon)\")[^>]*href=\"([^\"]+)\"", text)
        assert not [address for address in loaded if re.match(r"(?:\w+:)?//", address)], page.name
    for style in site.rglob("*.css"):
        assert not re.search(r"@import|url\(\s*['\"]?(?:https?:)?//", style.read_text(encoding="utf-8")), style.name


def test_every_link_and_anchor_of_the_built_pages_leads_somewhere(site):
    texts = {path.name: path.read_text(encoding="utf-8") for path in site.glob("*.html")}
    anchors = {name: set(re.findall(r"\bid=\"([^\"]+)\"", text)) for name, text in texts.items()}
    for name, text in texts.items():
        for target in re.findall(r"<a\b[^>]*\bhref=\"([^\"]*)\"", text):
            place, _, anchor = target.partition("#")
            if re.match(r"\w+:", target):
                continue
            assert not place or (site / place).exists(), f"{name} leads to {target}"
            if anchor and (place or name) in anchors:
                assert anchor in anchors[place or name], f"{name} leads to {target}"


def test_links_to_the_web_are_listed(site):
    links = (site / "links.txt").read_text(encoding="utf-8").split()
    assert "https://modelcontextprotocol.io" in links
    assert all(address.startswith("https://") for address in links)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[there](nowhere.md)", "nowhere.md"),
        ("[there](other.md#nowhere)", "nowhere"),
        ("![a picture](screens/nowhere.png)", "nowhere.png"),
    ],
)
def test_a_dead_link_ends_the_build(text, told, tmp_path):
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "index.md").write_text("# A site\n\n## Pages\n\n- [Other](other.md)\n", encoding="utf-8")
    (docs / "other.md").write_text(f"# Other\n\n{text}\n", encoding="utf-8")
    done = built("--docs", docs, "--out", tmp_path / "site")
    assert done.returncode == 1
    assert told in done.stderr


def test_a_page_that_the_index_does_not_name_ends_the_build(tmp_path):
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "index.md").write_text("# A site\n\n## Pages\n\n- [Other](other.md)\n", encoding="utf-8")
    (docs / "other.md").write_text("# Other\n", encoding="utf-8")
    shutil.copy(docs / "other.md", docs / "lost.md")
    done = built("--docs", docs, "--out", tmp_path / "site")
    assert done.returncode == 1
    assert "lost.md" in done.stderr
