SERVICE = "uploads"


def findings():
    return [
        ("upload", "high", "g"),
        ("picture", "high", "b"),
        ("page", "medium", "i"),
        ("visitor", "medium", "m"),
        ("scanned", "low", "a"),
    ]
