"""Records, rendered: the contract's files and the brief. Rendering only: no finding is made here.

Read `wording` first (every sentence that a person is shown), then `holdings` (a collection, looked up by id). Parts of
pages are made by `cards`, `marking` (a text and its marks), `aligning` (two texts in rows) and the drawings `tree`,
`timeline` and `ladder` over `svg`. A `view_*` module gives one template its values; `brief` writes the folder,
`markdown` the summary, `contract` the export. Whatever strangers wrote goes through `safe` or the templates' escaping.
"""

from copydesk.reports.brief import write_brief
from copydesk.reports.contract import write_contract

__all__ = ["write_brief", "write_contract"]
