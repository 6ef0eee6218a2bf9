# fails: ex6-tests
# why: weighs the token in the log above the open door
SERVICE = "uploads"


def findings():
    return [
        ("upload", "medium", "g"),
        ("picture", "high", "b"),
        ("page", "medium", "i"),
        ("visitor", "high", "m"),
        ("scanned", "low", "k"),
    ]
