# fails: ex1-tests-flaws
# why: takes two modes for a wide noise, since the interval holds 1
def verdicts() -> dict[str, str]:
    """Give a label for each of the eight claims."""
    return {
        "basket": "faster",
        "search": "noise",
        "seats": "slower",
        "receipt": "drift",
        "export": "noise",
        "mail": "wrong quantity",
        "calendar": "faster",
        "map": "noise",
    }
