# fails: ex6-tests-others
# why: calls everything high, so the author cannot see the two
SERVICE = "uploads"


def findings():
    return [
        ("upload", "high", "g"),
        ("picture", "high", "b"),
        ("page", "high", "i"),
        ("visitor", "high", "m"),
        ("scanned", "high", "k"),
    ]
