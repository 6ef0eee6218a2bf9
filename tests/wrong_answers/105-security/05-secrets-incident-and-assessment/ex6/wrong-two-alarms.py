# fails: ex6-tests-others
# why: trusts names such as md5 and random to be wrong anywhere
SERVICE = "uploads"


def findings():
    return [
        ("upload", "high", "g"),
        ("picture", "high", "b"),
        ("page", "medium", "i"),
        ("scanned", "low", "k"),
        ("etag", "low", "c"),
        ("sent", "low", "h"),
    ]
