# fails: ex1-tests-noise
# why: 0.2 % less is less
def verdicts() -> dict[str, str]:
    """Give a label for each of the eight claims."""
    return {
        "basket": "faster",
        "search": "noise",
        "seats": "slower",
        "receipt": "drift",
        "export": "two modes",
        "mail": "wrong quantity",
        "calendar": "faster",
        "map": "faster",
    }
