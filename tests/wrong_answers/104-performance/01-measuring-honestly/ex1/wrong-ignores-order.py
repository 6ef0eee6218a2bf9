# fails: ex1-tests-flaws
# why: does not look at the order of the runs
def verdicts() -> dict[str, str]:
    """Give a label for each of the eight claims."""
    return {
        "basket": "faster",
        "search": "noise",
        "seats": "slower",
        "receipt": "faster",
        "export": "two modes",
        "mail": "wrong quantity",
        "calendar": "faster",
        "map": "noise",
    }
