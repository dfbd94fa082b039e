"""The web desk: the brief, live, and what only a server can do: search, add pages, write notes, decide.

`copydesk serve` runs it. A face like the command line: it parses what is asked, asks the desk, and shows what comes
back by the views and templates of `reports`; it adds no logic. It needs the optional part `web`, and nothing of it is
imported by `import copydesk`.

Read in the order of a request's way: `limits` (what anybody may ask for), `desks` (connections for reading, one
writer), `visitors` and `guard` (who is there, and what is refused), `look` (templates, styles, scripts), `serving` (all
of these, at hand for every screen), `sending` (forms as they come in), then a module a concern: `pages` (what a brief
has too), `inbox`, `finding`, `sources`, `filling` (add pages, what runs, what was not read), `forms` (decisions),
`notes`, `staff` (people, links, logging in). Long work goes on in a process of its own: `journal` says how it tells
of itself, `labour` is that process, `working` starts it, `live` passes on what it tells. `app` puts it together.
"""
