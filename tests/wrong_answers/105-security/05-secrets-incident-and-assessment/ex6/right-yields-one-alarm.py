SERVICE = "uploads"


def findings():
    for function, letter in {"upload": "g", "picture": "b"}.items():
        yield function, "high", letter
    for function, letter in {"page": "i", "visitor": "m", "scanned": "k", "sent": "h"}.items():
        yield function, "low", letter
