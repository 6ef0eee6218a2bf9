# fails: ex1-tests
# why: takes runs that overlap for no difference
def verdicts() -> dict[str, str]:
    """Give a label for each of the eight claims."""
    return {
        "basket": "faster",
        "search": "noise",
        "seats": "slower",
        "receipt": "drift",
        "export": "two modes",
        "mail": "wrong quantity",
        "calendar": "noise",
        "map": "noise",
    }
