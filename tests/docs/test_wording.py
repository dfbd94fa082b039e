"""Whatever the program itself says, it says in the words that docs/wording.md allows."""

import ast
import re

import pytest

from copydesk.reports import wording
from docs_blocks import ROOT

SOURCE = ROOT / "src" / "copydesk"
PAGE = (ROOT / "docs" / "wording.md").read_text(encoding="utf-8")
NEVER = re.findall(r"\*(\w+)\*", PAGE.partition("## Never\n")[2].partition("\n## ")[0].replace("*differs*", ""))
# Where words for readers stand: templates, and the modules that are phrases.
TEMPLATES = sorted(path for path in SOURCE.rglob("templates/*") if path.suffix not in {".js", ".css"})
PHRASES = [path for path in sorted(SOURCE.rglob("*.py")) if path.name in {"wording.py", "phrases.py", "changed.py"}]


def test_the_words_that_are_never_used_are_told():
    assert {"copied", "stole", "plagiarised", "fake", "original", "wrong", "lied", "true", "false"} <= set(NEVER)


@pytest.mark.parametrize("path", [*TEMPLATES, *PHRASES], ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_no_screen_uses_them(path):
    text = path.read_text(encoding="utf-8")
    said = strings(text) if path.suffix == ".py" else words_of_template(text)
    for word in NEVER:
        found = re.search(rf".{{0,40}}(?<![\w-]){word}(?![\w-]).{{0,40}}", said, flags=re.IGNORECASE)
        assert not found, f"{path.name}: {found[0]}"


def strings(code):
    """The strings of a module that are not its documentation."""
    tree = ast.parse(code)
    documentation = {ast.get_docstring(one, clean=False) for one in ast.walk(tree) if isinstance(one, HOLDERS)}
    texts = [one.value for one in ast.walk(tree) if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    loose = {
        one.value.value for one in ast.walk(tree) if isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)
    }
    return "\n".join(text for text in texts if text not in documentation | loose)


HOLDERS = (ast.Module, ast.ClassDef, ast.FunctionDef)


def words_of_template(text):
    """What a template says by itself: no comments, no code, no tags."""
    for pattern in (
        r"\w+: (?:true|false)\b",
        r"\{#.*?#\}",
        r"\{%.*?%\}",
        r"\{\{.*?\}\}",
        r"<(script|style)\b.*?</\1>",
        r"<[^>]*>",
    ):
        text = re.sub(pattern, " ", text, flags=re.DOTALL)
    return text


@pytest.mark.parametrize(
    "words",
    [
        *(wording.SAME_EVENT, wording.MATCHES, wording.REWORDED, wording.TRANSLATED, wording.CREDITED),
        *(wording.NOT_ESTABLISHED, wording.LADDER_NOTE, *wording.OUTCOMES.values()),
        *(word for _, word in wording.CONFIDENCES),
    ],
)
def test_the_page_tells_the_words_of_the_program(words):
    assert f"*{words}*" in " ".join(PAGE.split())
