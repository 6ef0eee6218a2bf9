# fails: ex6-tests-others
# why: hands in what a linter says about md5, random and f-strings
SERVICE = "uploads"


def findings():
    return [
        ("upload", "high", "g"),
        ("picture", "high", "b"),
        ("visitor", "medium", "m"),
        ("etag", "low", "c"),
        ("sent", "low", "h"),
        ("listed", "medium", "e"),
    ]
