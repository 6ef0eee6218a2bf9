# fails: ex1-tests
# why: forgot the map
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
    }
