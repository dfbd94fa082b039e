"""The interface for programs, under `/api/v1`: the records of the contract, over HTTP.

Read `resources` first (which kinds there are, and their lines), then `reading` (GET of lists and of one), `finding`
(search), `writing` (pages, jobs, decisions, notes), `running` (what runs took). `answers` puts an answer into its
envelope: entity tags, the next page, problems (RFC 9457); `api` is all of it as one router. FastAPI makes the
description (OpenAPI 3.1) from the functions and from the records' types.
"""
