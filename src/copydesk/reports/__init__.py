"""Records, rendered: the contract's files, the brief, an article by itself. Rendering only: no finding is made here.

Read `wording` first (every sentence that a person is shown), then `holdings` (a collection, looked up by id). Parts
of pages are made by `cards`, `marking` (a text and its marks), `aligning` (two texts in rows), `differing` (word by
word), `changes` (the alterations of a pair, numbered) and the drawings `tree`, `timeline`, `storyline_drawing` and
`ladder` over `svg`. `ledger` sets what families say of one thing beside each other (`claim_words` has its words,
`passages` what a row opens to). `storyline` puts events in order of time, `calendar_file` writes them as a calendar,
`since` tells what is new. A `view_*` module gives one template its values, `sheets` dresses the page; `brief` writes
the folder, `markdown` the summary, `contract` the export; `comparison` is a pair by itself, `outline` a family in
lines. What exporters of editions and of provenance need stands in `apparatus` (where witnesses of a family read what)
and `provenance` (what was made from what, by which evidence). An article by itself is set by `composing` and written
by `commonmark`, `plain_text` and `notebook`, into files by `files`. Whatever strangers wrote goes through `safe` or
the templates' escaping.

Import what you need from its module (`reports.brief`, `reports.contract`): most faces need little of it, and the
templates are only for those that write pages.
"""
