# fails: ex2-tests-undo
# why: asks again for what isn't accepted
def settled(vendor: str, action: str, key: str, ends: tuple[str, ...]):
    """Ask a vendor until one of these words comes, and give the last word."""
    ask = action
    for _ in range(6):
        word = yield vendor, ask, key
        if word in ends:
            return word
        if word != "busy":
            ask = "look" if word == "unknown" else action
    return "unknown" if ask == "look" else word


def order(key: str):
    """Make one thing at each vendor or nothing, and give the word that is true."""
    first, second = "labels", "insurance"
    word = yield from settled(first, "make", key, ("printed",))
    if word != "printed":
        return "unknown" if word == "unknown" else "refused"
    word = yield from settled(second, "make", key, ("printed",))
    if word in ("printed", "unknown"):
        return word
    word = yield from settled(first, "undo", key, ("none",))
    return "refused" if word == "none" else "unknown"
