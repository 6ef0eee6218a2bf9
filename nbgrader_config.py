"""nbgrader's configuration: course/program.toml's words, the environment's places, our grader."""

import os
from pathlib import Path

from course import course_id, page_templates, program_file

here = Path(__file__).resolve().parent

c = get_config()  # noqa: F821 - traitlets gives it
c.CourseDirectory.course_id = course_id(program_file(here))
c.CourseDirectory.root = str(here)
c.CourseDirectory.db_url = os.environ.get("COURSE_DB_URL", f"sqlite:///{here}/gradebook.db")
c.Exchange.root = os.environ.get("COURSE_EXCHANGE", str(here / "exchange"))
# On a Hub each learner hands in by an account of their own, and formgrader's button compares. On
# one machine every learner's files belong to the same account, which is no cheating attempt.
c.ExchangeCollect.check_owner = "JUPYTERHUB_USER" in os.environ

# Whoever fetches gets the paper that was drawn for them, where an assignment has papers.
c.ExchangeFactory.fetch_assignment = "course.gradebook.paper_exchange.FetchWithPaper"

# What explains a solution stays with it, and Run All goes on behind an exercise still to be done.
c.GenerateAssignment.preprocessors.prepend(
    [
        "course.grading.nbgrader_preprocessors.LeaveOutCommentary",
        "course.grading.nbgrader_preprocessors.LetRunAllGoOn",
    ]
)

# Learners' code runs in the grader's sandbox, whoever starts it: nbgrader's command or its button.
c.Autograde.sanitize_preprocessors = []
# A file that is no notebook is graded, too.
c.Autograde.exporter_class = "course.grading.nbgrader_preprocessors.SubmissionReader"
c.Autograde.autograde_preprocessors = [
    "course.grading.nbgrader_preprocessors.SandboxGrading",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.GenerateFeedback.exporter_class = "course.grading.nbgrader_preprocessors.FeedbackExporter"
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "course.grading.nbgrader_preprocessors.HideTests",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
c.HTMLExporter.extra_template_basedirs = page_templates()
c.HTMLExporter.sanitize_html = True
c.HTMLExporter.filters = {
    "clean_html": "course.grading.nbgrader_preprocessors.clean_html",
    "markdown2html": "course.grading.nbgrader_preprocessors.markdown_html",
    "mathjax_address": "course.gradebook.exchange.mathjax_address",
}
