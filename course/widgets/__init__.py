"""Widgets of the notebooks: views over plain data, whose answers are files beside the notebook.

A file here imports only files before it in this order:
prose, answers < questions, activities, parsons < sheets < views, progress < asking < console/ <
__init__.
Importing this package opens no ipywidgets: that happens in live notebooks only.
"""

from course.widgets.answer_files import Saved, read_answer
from course.widgets.console import console
from course.widgets.notebook_calls import (
    Predicted,
    hints,
    minute_card,
    parsons,
    predict,
    progress,
    quiz,
)
from course.widgets.parsons import assembled
from course.widgets.questions import Choice, Number, Option

__all__ = [
    "Choice",
    "Number",
    "Option",
    "Predicted",
    "Saved",
    "assembled",
    "console",
    "hints",
    "minute_card",
    "parsons",
    "predict",
    "progress",
    "quiz",
    "read_answer",
]
