# fails: ex6-tests-others
# why: calls high what needs a reader of the log and an open page
SERVICE = "uploads"


def findings():
    return [
        ("upload", "high", "g"),
        ("picture", "high", "b"),
        ("page", "high", "i"),
        ("visitor", "high", "m"),
        ("scanned", "low", "k"),
    ]
