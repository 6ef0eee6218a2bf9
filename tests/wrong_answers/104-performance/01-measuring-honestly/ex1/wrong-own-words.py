# fails: ex1-tests ex1-tests-noise
# why: writes its own label where nothing is certain
def verdicts() -> dict[str, str]:
    """Give a label for each of the eight claims."""
    return {
        "basket": "faster",
        "search": "unclear",
        "seats": "slower",
        "receipt": "drift",
        "export": "two modes",
        "mail": "wrong quantity",
        "calendar": "faster",
        "map": "unclear",
    }
