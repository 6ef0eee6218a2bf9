def blind() -> dict:
    """Give, for each machine, the numbers of the slips that it can never notice."""

    notices = {"A": (1, 2, 3, 5, 6, 7), "B": (1, 5), "C": (2, 4, 6, 7)}
    return {letter: tuple(n for n in range(1, 8) if n not in seen) for letter, seen in notices.items()}
