# fails: ex3-tests ex3-tests-failures ex3-tests-papers
# why: keeps what might be useful one day
from course.lessons.campus_signals import METRICS
def plan():
    return {name: {label: "keep" for label in metric.labels} for name, metric in METRICS.items()}
