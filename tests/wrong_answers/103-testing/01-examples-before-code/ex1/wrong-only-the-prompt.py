# fails: ex1-tests ex1-tests-rules ex1-tests-meet
# why: the example from the prompt and nothing else
def examples() -> list[tuple]:
    """Give at most 12 examples ((minutes, day, member), cents or "ValueError")."""
    return [
        ((60, "mon", False), 1200),
    ]
