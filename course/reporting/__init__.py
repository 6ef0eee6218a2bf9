"""Reports by papermill, many at a time; the only room that imports papermill.

In reading order: report_data.py collects what each report may know, report_models.py checks it,
figures.py draws it, and page.py is what the templates' notebooks call. papermill_engine.py
runs a notebook without a kernel of its own, report_run.py makes one report and its HTML page,
fork_server.py forks a process for each, and report_batch.py decides which are to be made.
status_pages.py renders pages that need no notebook.

Reports are made in processes of their own, so importing this package loads nothing heavy.
"""

from course.reporting.report_batch import KINDS, report
from course.reporting.report_models import ReportOutcome

__all__ = ["KINDS", "ReportOutcome", "report"]
