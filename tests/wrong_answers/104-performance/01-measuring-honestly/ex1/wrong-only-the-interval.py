# fails: ex1-tests-flaws
# why: looks at the interval and at nothing else
def verdicts() -> dict[str, str]:
    """Give a label for each of the eight claims."""
    return {
        "basket": "faster",
        "search": "noise",
        "seats": "slower",
        "receipt": "faster",
        "export": "noise",
        "mail": "faster",
        "calendar": "faster",
        "map": "noise",
    }
