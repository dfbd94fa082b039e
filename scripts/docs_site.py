"""Build the site of the documents: `make site` puts it into `site/`, to be opened there or given out by any host.

The pages are those of `docs`, with CONTRIBUTING.md and CHANGELOG.md; the sections of `docs/index.md` are the
navigation, in their order. A page that no section names, a link or an anchor that leads nowhere, and everything else
that Sphinx warns of ends the build with 1. Links to the web are listed in `site/links.txt` and never asked for.
"""

import argparse
import re
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
SITE = ROOT / "site"

# What stands beside `docs` in the repository and among its pages on the site.
BESIDE = {"CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"}

CONFIGURATION = {
    "project": "copydesk",
    "author": "the makers of copydesk",
    "html_title": "copydesk",
    "html_short_title": "copydesk",
    "extensions": ["myst_parser"],
    "source_suffix": {".md": "markdown"},
    "master_doc": "index",
    "exclude_patterns": ["screens"],
    "language": "en",
    "smartquotes": False,  # commands and quoted words stand as they were written
    # Links to headings, as forges make them; deeper ones are not linked to.
    "myst_heading_anchors": 4,
    "highlight_language": "sh",
    "html_theme": "furo",
    "html_static_path": [],
    "html_copy_source": False,
    "html_show_sphinx": False,
    "html_show_copyright": False,
    "html_theme_options": {
        "navigation_with_keys": True,
        "light_css_variables": {
            "color-brand-primary": "#1f4e79",
            "color-brand-content": "#1f4e79",
            "code-font-size": "77%",  # the 96 columns of an example then fit beside the navigation
        },
        "dark_css_variables": {"color-brand-primary": "#8fbfe8", "color-brand-content": "#8fbfe8"},
    },
}

# An entry of the index: what it calls a page, and which.
LISTED = re.compile(r"^- \[([^\]]+)\]\((?!\w+:)([^)#]+)\.md\)", flags=re.MULTILINE)

# What screen readers and the keyboard need, and the theme leaves out.
MENDINGS = {
    '<p class="caption" role="heading">': '<p class="caption" role="heading" aria-level="2">',
    '<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="All pages">',
    '<aside class="toc-drawer': '<aside aria-label="On this page" class="toc-drawer',
    '<div class="table-wrapper': '<div tabindex="0" class="table-wrapper',
    "<pre>": '<pre tabindex="0">',
}


def gather(docs: Path, place: Path) -> None:
    """Put the pages of a `docs` folder, and what stands beside it, into one folder, links adapted.

    Args:
        docs: a folder of pages with an `index.md`.
        place: an empty folder.
    """
    shutil.copytree(docs, place, dirs_exist_ok=True)
    for name, page in BESIDE.items():
        if (docs.parent / name).exists():
            text = (docs.parent / name).read_text(encoding="utf-8").replace("](docs/", "](")
            (place / page).write_text(text, encoding="utf-8")
    labels = {page: label for label, page in LISTED.findall((docs / "index.md").read_text(encoding="utf-8"))}
    for page in place.glob("*.md"):
        text = page.read_text(encoding="utf-8")
        for name, other in BESIDE.items():
            text = text.replace(f"](../{name}", f"]({other}")
        page.write_text(named(text, labels), encoding="utf-8")
    index = place / "index.md"
    text = index.read_text(encoding="utf-8")
    index.write_text(text + "".join(navigation(text)), encoding="utf-8")


def named(text: str, labels: dict[str, str]) -> str:
    """A page whose links that show the name of a file show what the index calls it."""

    def label(found: re.Match[str]) -> str:
        return f"[{labels.get(found[1], found[1] + '.md')}]({found[2]})"

    return re.sub(r"\[([\w-]+)\.md\]\((\1\.md(?:#[\w-]+)?)\)", label, text)


def navigation(index: str) -> list[str]:
    """The tables of contents for the side bar: one a section of the index, of the pages that its list begins with."""
    tables = []
    for section in re.split(r"^## ", index, flags=re.MULTILINE)[1:]:
        caption, _, rest = section.partition("\n")
        pages = [f"{label} <{page}>\n" for label, page in LISTED.findall(rest)]
        lines = [f"\n```{{toctree}}\n:caption: {caption}\n:hidden:\n\n", *pages, "```\n"]
        tables.append("".join(lines))
    return tables


def build(docs: Path, out: Path) -> list[str]:
    """Build the site of a folder of pages.

    Returns:
        The addresses on the web to which the pages lead, in order.

    Raises:
        SystemExit: with 1, when Sphinx warned; its warnings stand on standard error.
    """
    from docutils.nodes import reference
    from sphinx.application import Sphinx

    outside: set[str] = set()

    def collect(_app: object, tree: object, _page: str) -> None:
        for link in tree.findall(reference):
            if "://" in (address := link.get("refuri", "")):
                outside.add(address)

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "docs"
        gather(docs, source)
        app = Sphinx(
            srcdir=source,
            confdir=None,
            outdir=out,
            doctreedir=Path(folder) / "trees",
            buildername="html",
            confoverrides=CONFIGURATION,
            status=None,
            warning=sys.stderr,
            freshenv=True,
        )
        app.connect("doctree-resolved", collect)
        app.build(force_all=True)
        if app._warncount:  # noqa: SLF001  # there is no public name for what sphinx-build -W asks
            raise SystemExit(1)
    return sorted(outside)


def mended(page: str) -> str:
    """A page that says to everybody what it says to the eye: levels, names, and text that the keys reach."""
    for said, better in MENDINGS.items():
        page = page.replace(said, better)
    return page


def main() -> None:
    """Build the site anew."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docs", type=Path, default=ROOT / "docs", help="the folder of pages")
    parser.add_argument("--out", type=Path, default=SITE, help="where the site goes")
    asked = parser.parse_args()
    if asked.out.exists():
        shutil.rmtree(asked.out)
    outside = build(asked.docs, asked.out)
    for page in asked.out.glob("*.html"):
        page.write_text(mended(page.read_text(encoding="utf-8")), encoding="utf-8")
    (asked.out / "links.txt").write_text("".join(f"{address}\n" for address in outside), encoding="utf-8")
    print(f"{asked.out / 'index.html'}: {len(list(asked.out.glob('*.html')))} pages, {len(outside)} links to the web")


if __name__ == "__main__":
    main()
