# fails: ex1-tests
# why: calls unclear whatever is below a tenth
def verdicts() -> dict[str, str]:
    """Give a label for each of the eight claims."""
    return {
        "basket": "noise",
        "search": "noise",
        "seats": "noise",
        "receipt": "drift",
        "export": "two modes",
        "mail": "wrong quantity",
        "calendar": "noise",
        "map": "noise",
    }
