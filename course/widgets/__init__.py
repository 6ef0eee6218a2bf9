"""Widgets of the notebooks: quizzes, predictions, puzzles, hints and the incident console.

A widget shows plain data, and what a learner answers is a file beside the notebook. Notebooks
import from here only. Importing this room does not load ipywidgets: that happens in live notebooks
only.

Files in reading order, each importing only files before it:
  prose, answer_files                text as data; answers on the disk
  questions, activities, parsons     what is asked, and what an answer may be
  save_protocol                      how a page's answers are saved and acknowledged
  views, progress                    the browser's side; where a learner stands
  notebook_calls                     what notebooks call
  console/                           an incident, played by clicks
"""

from course.widgets.answer_files import Saved, read_answer
from course.widgets.console import console
from course.widgets.notebook_calls import (
    Asked,
    Predicted,
    hints,
    minute_card,
    paper,
    parsons,
    predict,
    progress,
    quiz,
    tell_missing_names,
)
from course.widgets.parsons import assembled
from course.widgets.questions import Choice, Number, Option

tell_missing_names()

__all__ = [
    "Asked",
    "Choice",
    "Number",
    "Option",
    "Predicted",
    "Saved",
    "assembled",
    "console",
    "hints",
    "minute_card",
    "paper",
    "parsons",
    "predict",
    "progress",
    "quiz",
    "read_answer",
]
