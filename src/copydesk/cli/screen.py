"""An article on a terminal: head, text as the page set it, and how much of the page was left out."""

from __future__ import annotations

import shutil
import sys

from rich.console import Console
from rich.text import Text

from copydesk.cli.shown import WIDEST
from copydesk.records import Article
from copydesk.reports import wording
from copydesk.reports.composing import composed
from copydesk.reports.safe import tidy

_STYLES = {"heading": "bold", "item": "", "quote": "italic", "paragraph": ""}
_INDENTS = {"item": "  • ", "quote": "    "}


def print_article(article: Article) -> None:
    """Print an article for a person to read, wrapped at the width of the terminal or at a hundred columns."""
    console = make_console()
    print_words(console, article.title or "(no title)", style="bold")
    print_words(console, wording.described(article), style="dim", indent="  ")
    if article.standfirst:
        console.print()
        print_words(console, article.standfirst, style="italic")
    last = ""
    for block in composed(article):
        if not last == block.style == "item":
            console.print()
        print_words(console, block.text, style=_STYLES[block.style], indent=_INDENTS.get(block.style, ""))
        last = block.style
    console.print()
    left_out = wording.left_out(article)
    told = f" · not in the text: {left_out}" if left_out else ""
    print_words(console, f"{article.id} · {article.source}{told}", style="dim", indent="  ")
    console.print()


def make_console() -> Console:
    """Standard output for people, at most a hundred columns wide; what is printed is never taken for markup."""
    width = min(shutil.get_terminal_size().columns, WIDEST)
    return Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False)


def print_words(console: Console, text: str, *, style: str = "", indent: str = "") -> None:
    """Words from a page, wrapped, without characters that steer a terminal; the indent hangs."""
    for paragraph in tidy(text).split("\n"):
        lines = Text(paragraph, style).wrap(console, max(20, console.width - len(indent)))
        for number, line in enumerate(lines):
            line.rstrip()
            console.print(Text(" " * len(indent) if number else indent) + line, soft_wrap=True)
