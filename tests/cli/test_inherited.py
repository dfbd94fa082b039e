"""What a copy takes over is counted: in `export.json` and by `doctor`."""

import json

from copydesk.cli import main

TEXT = (
    "The ferry carried 312 passengers that night, the harbour office said on Tuesday. "
    "Divers found seven people in the hull. “We heard nothing,” said Mara Oldt, who keeps the lock. "
    "The ferry made 12 knots when it struck the third pier of the bridge at Low Street, and sank within an hour."
)


def pages(folder, *texts):
    rows = [{"id": f"page{number}", "text": text, "outlet": f"Post {number}"} for number, text in enumerate(texts)]
    path = folder / "pages.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return str(path)


def test_the_rows_that_a_copy_takes_over_are_there_and_counted(tmp_path, capsys):
    desk, out = str(tmp_path / "news.desk"), tmp_path / "out"
    assert main(["--quiet", "--desk", desk, "add", pages(tmp_path, TEXT, TEXT), "--as-of", "2038-12-31"]) == 0
    assert main(["--quiet", "--desk", desk, "run"]) == 0
    assert main(["--quiet", "--desk", desk, "export", str(out)]) == 0
    summary = json.loads((out / "export.json").read_text(encoding="utf-8"))
    assert 2 * summary["inherited"]["quotes.jsonl"] == summary["counts"]["quotes.jsonl"] > 0
    assert 2 * summary["inherited"]["figures.jsonl"] == summary["counts"]["figures.jsonl"] > 0
    capsys.readouterr()
    main(["--desk", desk, "doctor"])
    counts, taken = summary["counts"], summary["inherited"]
    told = [f"{taken[f'{name}.jsonl']} of {counts[f'{name}.jsonl']} {name}" for name in ("quotes", "figures")]
    assert ", ".join(told) in capsys.readouterr().out


def test_where_nothing_is_shared_nothing_is_taken_over(tmp_path):
    out = tmp_path / "out"
    assert main(["--quiet", "brief", pages(tmp_path, TEXT), "-o", str(out), "--as-of", "2038-12-31"]) == 0
    summary = json.loads((out / "export.json").read_text(encoding="utf-8"))
    assert summary["inherited"] == {"quotes.jsonl": 0, "figures.jsonl": 0}
