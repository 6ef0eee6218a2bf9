# fails: ex2-tests ex2-tests-fleets
# why: ranks the questions once, by the odds at the start, and keeps that order
ORDER = []


def ask(belief, questions):
    """Give the next question, or ("name", part)."""
    if len(belief) == 1:
        return "name", *belief
    if sorted(ORDER) != sorted(questions):
        ORDER[:] = sorted(questions, key=lambda name: -information(belief, questions[name]["parts"]) / questions[name]["price"])
    return next(name for name in ORDER if information(belief, questions[name]["parts"]) > 0)
