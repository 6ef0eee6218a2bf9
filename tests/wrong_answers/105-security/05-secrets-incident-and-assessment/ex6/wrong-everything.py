# fails: ex6-tests
# why: hands in seven, to be on the safe side
SERVICE = "uploads"


def findings():
    return [
        ("upload", "high", "g"),
        ("picture", "high", "b"),
        ("page", "medium", "i"),
        ("visitor", "medium", "m"),
        ("scanned", "low", "k"),
        ("several", "low", "j"),
        ("etag", "low", "c"),
    ]
