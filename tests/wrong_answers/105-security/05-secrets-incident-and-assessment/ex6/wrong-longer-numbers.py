# fails: ex6-tests
# why: takes what is hard to guess for what is forbidden
SERVICE = "uploads"


def findings():
    return [
        ("upload", "high", "l"),
        ("picture", "high", "b"),
        ("page", "medium", "i"),
        ("visitor", "medium", "m"),
        ("scanned", "low", "k"),
    ]
