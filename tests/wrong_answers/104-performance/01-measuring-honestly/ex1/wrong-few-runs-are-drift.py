# fails: ex1-tests-noise
# why: holds few runs for runs at different times
def verdicts() -> dict[str, str]:
    """Give a label for each of the eight claims."""
    return {
        "basket": "faster",
        "search": "drift",
        "seats": "slower",
        "receipt": "drift",
        "export": "two modes",
        "mail": "wrong quantity",
        "calendar": "faster",
        "map": "noise",
    }
