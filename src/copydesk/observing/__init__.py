"""What runs took, and why they did what they did.

`told.py` is the record of a run, `measuring.py` what a step takes of a machine, `keeping.py` writes the record while a
run goes on, `explaining.py` tells a run in words. The lines of a log are made in `copydesk.logs`.
"""

from copydesk.observing.told import FailedJobs, Redone, RunRecord, StepRecord, run_record

__all__ = ["FailedJobs", "Redone", "RunRecord", "StepRecord", "run_record"]
