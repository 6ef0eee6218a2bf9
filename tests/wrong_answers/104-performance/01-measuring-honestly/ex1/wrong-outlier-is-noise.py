# fails: ex1-tests
# why: distrusts the whole set because of one wild run
def verdicts() -> dict[str, str]:
    """Give a label for each of the eight claims."""
    return {
        "basket": "faster",
        "search": "noise",
        "seats": "noise",
        "receipt": "drift",
        "export": "two modes",
        "mail": "wrong quantity",
        "calendar": "faster",
        "map": "noise",
    }
