# fails: ex6-tests-name
# why: sees the dots refused and reads on
SERVICE = "uploads"


def findings():
    return [
        ("upload", "high", "g"),
        ("page", "medium", "i"),
        ("visitor", "medium", "m"),
        ("scanned", "low", "k"),
    ]
