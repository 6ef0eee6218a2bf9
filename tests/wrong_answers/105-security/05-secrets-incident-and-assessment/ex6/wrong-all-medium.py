# fails: ex6-tests
# why: gives everything one weight, so the author cannot see the two
SERVICE = "uploads"


def findings():
    return [
        ("upload", "medium", "g"),
        ("picture", "medium", "b"),
        ("page", "medium", "i"),
        ("visitor", "medium", "m"),
        ("scanned", "medium", "k"),
    ]
