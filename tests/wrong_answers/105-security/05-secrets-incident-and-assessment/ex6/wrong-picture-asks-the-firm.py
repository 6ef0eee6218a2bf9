# fails: ex6-tests-name
# why: thinks that the firm is missing, though it is the folder
SERVICE = "uploads"


def findings():
    return [
        ("upload", "high", "g"),
        ("picture", "high", "g"),
        ("page", "medium", "i"),
        ("visitor", "medium", "m"),
        ("scanned", "low", "k"),
    ]
