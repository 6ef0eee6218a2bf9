"""Reports by papermill, many at a time; the only room that imports papermill.

Order: kernel < engine; shapes < drawing < page; export; making < server < batch, which may use
all before them. Reports are made in processes of their own, so nothing here is heavy to import.
"""

from course.reporting.report_batch import KINDS, report
from course.reporting.report_run import Outcome

__all__ = ["KINDS", "Outcome", "report"]
