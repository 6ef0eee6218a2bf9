# fails: ex1-tests
# why: reads a status without spaces
ORDER = ["investigating", "identified", "monitoring", "resolved"]
LONGEST_SILENCE = 20  # minutes


def broken_rules(posts, suffering, affected, forbidden) -> list[tuple[int, str]]:
    """List (number of the post, rule) for each rule of the policy that a post breaks, sorted."""
    broken, last = [], None
    for number, post in enumerate(posts):
        status, at, promised = post["status"].strip(), post["at"], post["next_update"]
        stated, truth = post["affected_percent"], affected(post["at"])
        named, text = set(post["components"]), post["text"]
        if status not in ORDER or last == "resolved":
            broken.append((number, "status"))
        else:
            if last and status != "investigating" and ORDER.index(status) < ORDER.index(last):
                broken.append((number, "status"))
            last = status
        if status == "resolved":
            late = promised is not None
        else:
            late = promised is None or not at < promised <= at + LONGEST_SILENCE
        if late:
            broken.append((number, "next"))
        if stated is None:
            wrong = status not in ("investigating", "resolved")
        else:
            wrong = not truth / 2 <= stated <= truth * 2
        if wrong:
            broken.append((number, "size"))
        if len(named & suffering) < 0.8 * len(named | suffering):
            broken.append((number, "components"))
        if any(re.search(rf"(?<!\w){re.escape(f)}(?!\w)", text, re.IGNORECASE) for f in forbidden):
            broken.append((number, "words"))
    return sorted(broken)
