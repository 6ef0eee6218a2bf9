# fails: ex6-tests
# why: thinks that a better generator keeps strangers out
SERVICE = "uploads"


def findings():
    return [
        ("upload", "high", "h"),
        ("picture", "high", "b"),
        ("page", "medium", "i"),
        ("visitor", "medium", "m"),
        ("scanned", "low", "k"),
    ]
