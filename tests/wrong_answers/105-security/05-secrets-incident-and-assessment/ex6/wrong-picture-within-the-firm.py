# fails: ex6-tests-name
# why: takes the folder of the firm for a wall
SERVICE = "uploads"


def findings():
    return [
        ("upload", "high", "g"),
        ("picture", "low", "b"),
        ("page", "medium", "i"),
        ("visitor", "medium", "m"),
        ("scanned", "low", "k"),
    ]
