"""The code blocks of the documents: where they stand, of which sort they are, and what is to be done with each.

A block that cannot be run as it stands has a comment before it in its page, which readers do not see:
`<!-- not run: REASON -->`. Commands in it are parsed all the same: each command and each option must exist.
"""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import click
from markdown_it import MarkdownIt

from copydesk.cli import cli

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
OWN = ("copydesk", ".venv/bin/copydesk")
SHELL = ("", "sh")  # indented blocks have no language, and are commands unless their page says otherwise
LANGUAGES = (*SHELL, "console", "python", "json", "toml", "ini", "text")

POSTGRES = "postgresql://desk@localhost/news"

# Why a command is parsed and not run, where that is so wherever it stands.
PARSED = {
    "pip": "the tests run in what it would install",
    "make": "CI calls its targets itself, and they call the tests",
    "python": "a measurement, too long for a test",
    ".venv/bin/python": "the tests are what it starts",
    **dict.fromkeys(("createuser", "createdb", "dropdb", "psql", "pg_dump", "pg_restore"), "PostgreSQL's own"),
    "export": "a variable of the shell",
}
PROGRAMS = (*OWN, "curl", *PARSED)
# The same of commands of copydesk, by what stands in them.
PARSED_WITH = {
    "--timestamp-": "run against an authority for time stamps by a test of its own",
    POSTGRES: "run against a server by a test of its own",
    "spark": "Spark runs in tests/archive and tests/contracts",
}


@dataclass(frozen=True, kw_only=True)
class Block:
    """A block of code in a page: its place, its language ("" if indented or unnamed), and why it is not run."""

    page: str
    line: int
    language: str
    text: str
    not_run: str | None

    @property
    def place(self):
        return f"{self.page}:{self.line}"

    @property
    def lines(self):
        """The commands of a block, without what is said behind them; a line that ends with `\\` goes on."""
        joined = self.text.replace("\\\n", " ")
        plain = (re.sub(r"(^|\s+)# .*$", "", line).strip() for line in joined.splitlines())
        return [line for line in plain if line]


def blocks_of(path):
    """The blocks of a page, in order."""
    return list(_blocks(path.name, path.read_text(encoding="utf-8")))


def _blocks(page, text):
    told = None
    for token in MarkdownIt("commonmark").parse(text):
        if token.type == "html_block":
            found = re.fullmatch(r"<!--\s*not run: (.+?)\s*-->", token.content.strip(), flags=re.DOTALL)
            told = found and " ".join(found[1].split())
        elif token.type in {"fence", "code_block"}:
            place = token.map[0] + (2 if token.type == "fence" else 1)
            yield Block(page=page, line=place, language=token.info.strip(), text=token.content, not_run=told)
            told = None
        elif token.nesting >= 0:
            told = None


def page_blocks():
    """Every block of every page."""
    return [block for path in PAGES for block in blocks_of(path)]


def words_of(line):
    """The words of a command after its program, and where its output goes if not to the screen."""
    line, _, place = line.partition(" < ")[0].partition(" > ")
    program, *words = shlex.split(line)
    return program, words, place.strip() or None


def parsed_only(line):
    """Why a line of a shell block is parsed and not run, wherever it stands; None if it is run."""
    program = line.split()[0]
    return PARSED.get(program) or next((why for sign, why in PARSED_WITH.items() if sign in line), None)


def check_words(words):
    """Whether a command line of copydesk can be meant: every command and option exists, every choice is one.

    Returns:
        The names of the command and of those below it.

    Raises:
        click.UsageError: it cannot.

    """
    command, named, rest = cli, [], list(words)
    while True:
        context = click.Context(command)
        given, rest, _ = command.make_parser(context).parse_args(rest)
        for parameter in command.params:
            value = given.get(parameter.name)
            if isinstance(parameter.type, click.Choice) and isinstance(value, str):
                parameter.type.convert(value, parameter, context)
        if not isinstance(command, click.Group) or not rest:
            return named
        name, *rest = rest
        if name not in command.commands:
            raise click.UsageError(f"there is no command {name}")
        command = command.commands[name]
        named.append(name)


def check_line(line):
    """Whether a line of a shell block can be meant, as far as that is to be known without running it."""
    program, words, _ = words_of(line.partition(" | ")[0])
    assert program in PROGRAMS, f"{program} is no program that documents may use"
    if program.endswith("copydesk"):
        check_words(words)
    elif program == "pip":
        check_install(words)
    elif program == "make":
        targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert next(word for word in words if "=" not in word) in targets, line
    elif program.endswith("python"):
        check_script(words)


def check_install(words):
    """Whether what pip is asked for is ours, with parts that exist."""
    import tomllib

    assert words[0] == "install"
    parts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    for word in words[1:]:
        found = re.fullmatch(r"(?:copydesk|\.)(?:\[([\w,]+)\])?", word)
        assert found, f"{word} is not ours to install"
        assert set((found[1] or "").split(",")) <= {"", *parts}, f"{word}: there is no such part"


def check_script(words):
    """Whether a script exists and knows the options it is given."""
    if words[0] == "-m":
        return
    script = (ROOT / words[0]).read_text(encoding="utf-8")
    for option in (word for word in words[1:] if word.startswith("--")):
        assert f'"{option}"' in script, f"{words[0]} has no {option}"
