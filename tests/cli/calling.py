"""The program as tests of the command line call it, and three invented pages: a report, its reprint, another report."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from copydesk.cli import main

STORY = """<!doctype html><html><head><title>{title}</title><meta property="og:site_name" content="{outlet}">
<meta property="article:published_time" content="{day}T08:00:00Z"></head><body><nav><a href="/">Home</a></nav><article>
<h1>{title}</h1><p>By Ada Brenn</p>
<p>The harbour council of Vessmar voted on Tuesday to close the old fish market after a survey found it unsafe.</p>
<p>Councillor Jonas Tarrel said the repair would have cost {cost} million crowns, "more than it earns in ten years".</p>
<p>Traders, some of whom have sold herring there for three generations, said they had been told of no survey.</p>
<p>The market will shut its doors on 1 May, and the stalls are to move to the car park behind the customs house.</p>
<p>Two other markets on the coast have closed since 2029, and a third is to follow before the end of the year.</p>
</article></body></html>"""
OTHER = """<!doctype html><html><head><title>Snow closes the Tarn pass</title></head><body><article>
<h1>Snow closes the Tarn pass</h1>
<p>Heavy snow closed the road over the Tarn pass on Friday night, and forty drivers were taken down by bus.</p>
<p>The road office said ploughs would not be able to work before the wind drops, which is expected on Sunday.</p>
<p>Hotels in the valley opened their dining rooms to those who could not travel on, and the school was heated.</p>
</article></body></html>"""


def write_pages(folder: Path) -> None:
    """Put the three pages into a folder that is made for them."""
    folder.mkdir()
    title = "Vessmar to close its fish market"
    first = STORY.format(title=title, outlet="Vessmar Courier", day="2031-04-02", cost="4.2")
    (folder / "market.html").write_text(first)
    (folder / "reprint.html").write_text(STORY.format(title=title, outlet="Coast Today", day="2031-04-05", cost="42"))
    (folder / "snow.html").write_text(OTHER)


def program(capsys: Any, *always: str) -> Callable[..., tuple[int, str, str]]:
    """Runs the program, always with these words first; exit status, standard output and standard error come back."""

    def call(*words: object) -> tuple[int, str, str]:
        status = main([*always, *map(str, words)])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return status, out, err

    return call


def rows(out: str) -> list[Any]:
    """What was printed as lines of JSON."""
    return [json.loads(line) for line in out.splitlines()]
