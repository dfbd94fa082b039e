"""Whole archives: every step of the flow as one relation to the next, Parquet in, Parquet out, and no desk between.

A desk asks its ledger what is pending; an archive is made once, from all its pages, by machines that may be many. The
steps, the jobs and the functions of the rooms are the same, and so are the records. `steps` and `folder` say what an
archive is, `columns` what a record is as a row of Parquet. `cuts` has, for each cut of `jobs`, the same jobs as
relations between tables; `workers` is what is done to them where the rows lie; `running` goes through the flow on
Spark, with nothing collected where the run was started but counts and words of progress. `local` makes the same on one
machine, by a desk that `saving` writes; `loading` brings an archive to a desk. What runs did and took stands in
`history.json` (`history`), as a desk remembers it; `observed` measures it on Spark.
"""

from copydesk.archive.history import remembered_in
from copydesk.archive.loading import load
from copydesk.archive.local import LocalArchive
from copydesk.archive.running import Archive
from copydesk.archive.steps import StepDone

__all__ = ["Archive", "LocalArchive", "StepDone", "load", "remembered_in"]
