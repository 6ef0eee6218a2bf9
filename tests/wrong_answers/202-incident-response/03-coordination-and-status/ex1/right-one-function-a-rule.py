ORDER = ["investigating", "identified", "monitoring", "resolved"]
LONGEST_SILENCE = 20  # minutes



def _moves(posts):
    """Yield for each post whether its status may stand there."""
    last, ended = "investigating", False
    for post in posts:
        status = post["status"]
        known = status in ORDER
        yield known and not ended and (status == "investigating" or ORDER.index(status) >= ORDER.index(last))
        last = status if known else last
        ended = ended or status == "resolved"


def _next(post):
    if post["status"] == "resolved":
        return post["next_update"] is None
    return post["next_update"] is not None and 0 < post["next_update"] - post["at"] <= LONGEST_SILENCE


def _size(post, truth):
    said = post["affected_percent"]
    if said is None:
        return post["status"] in {"investigating", "resolved"}
    return truth <= 2 * said and said <= 2 * truth


def _components(post, suffering):
    named = set(post["components"])
    return 5 * len(named & suffering) >= 4 * len(named | suffering)


def _words(text, forbidden):
    """Walk from hit to hit and look at the neighbours."""
    low = text.lower()
    for phrase in (f.lower() for f in forbidden):
        at = low.find(phrase)
        while at >= 0:
            before, after = low[at - 1 : at] if at else "", low[at + len(phrase) : at + len(phrase) + 1]
            if not any(c.isalnum() or c == "_" for c in before + after):
                return False
            at = low.find(phrase, at + 1)
    return True


def broken_rules(posts, suffering, affected, forbidden):
    found = []
    for number, (post, moved) in enumerate(zip(posts, _moves(posts))):
        judged = {
            "status": moved,
            "next": _next(post),
            "size": _size(post, affected(post["at"])),
            "components": _components(post, suffering),
            "words": _words(post["text"], forbidden),
        }
        found += [(number, rule) for rule in sorted(judged) if not judged[rule]]
    return found
