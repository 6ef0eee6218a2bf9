# fails: ex6-tests-name
# why: takes the dots out, and the encoded ones stay
SERVICE = "uploads"


def findings():
    return [
        ("upload", "high", "g"),
        ("picture", "high", "n"),
        ("page", "medium", "i"),
        ("visitor", "medium", "m"),
        ("scanned", "low", "k"),
    ]
