# fails: ex6-tests
# why: offers two mends for one hole
SERVICE = "uploads"


def findings():
    return [
        ("upload", "high", "g"),
        ("picture", "high", "b"),
        ("upload", "high", "l"),
        ("page", "medium", "i"),
        ("visitor", "medium", "m"),
        ("scanned", "low", "k"),
    ]
