SERVICE = "uploads"

COMMENTS = """
scanned medium k
page    low    i
visitor low    m
picture high   b
upload  high   g
"""


def findings():
    return [tuple(line.split()) for line in COMMENTS.split("\n") if line]
