ORDER = ["investigating", "identified", "monitoring", "resolved"]
LONGEST_SILENCE = 20  # minutes



FROM = {
    None: set(ORDER),
    "investigating": set(ORDER),
    "identified": set(ORDER),
    "monitoring": {"investigating", "monitoring", "resolved"},
    "resolved": set(),
}


def broken_rules(posts, suffering, affected, forbidden):
    one = "|".join(re.escape(word.casefold()) for word in forbidden)
    pattern = re.compile(rf"(?:^|[\W]){'(?:' + one + ')'}(?:$|[\W])") if forbidden else None
    pairs, state = set(), None
    for n, post in enumerate(posts):
        if post["status"] not in FROM[state]:
            pairs.add((n, "status"))
        if post["status"] in ORDER and state != "resolved":
            state = post["status"]
        wait = None if post["next_update"] is None else post["next_update"] - post["at"]
        if post["status"] == "resolved":
            if wait is not None:
                pairs.add((n, "next"))
        elif wait is None or wait <= 0 or wait > LONGEST_SILENCE:
            pairs.add((n, "next"))
        truth, said = affected(post["at"]), post["affected_percent"]
        if said is None and post["status"] in ("identified", "monitoring"):
            pairs.add((n, "size"))
        elif said is None and post["status"] not in ORDER:
            pairs.add((n, "size"))
        elif said is not None and (said < truth / 2 or said > 2 * truth):
            pairs.add((n, "size"))
        both = sum(c in suffering for c in set(post["components"]))
        if both / (len(set(post["components"])) + len(suffering) - both) < 0.8:
            pairs.add((n, "components"))
        if pattern and pattern.search(post["text"].casefold()):
            pairs.add((n, "words"))
    return sorted(pairs)
