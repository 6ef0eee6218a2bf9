# fails: ex1-tests-flaws
# why: the median fell by a quarter
def verdicts() -> dict[str, str]:
    """Give a label for each of the eight claims."""
    return {
        "basket": "faster",
        "search": "noise",
        "seats": "slower",
        "receipt": "drift",
        "export": "faster",
        "mail": "wrong quantity",
        "calendar": "faster",
        "map": "noise",
    }
