ORDER = ["investigating", "identified", "monitoring", "resolved"]
LONGEST_SILENCE = 20  # minutes



def broken_rules(posts, suffering, affected, forbidden):
    def before(n):
        known = [p["status"] for p in posts[:n] if p["status"] in ORDER]
        return "resolved" if "resolved" in known else (known or ["investigating"])[-1]

    def status(n, p):
        s, b = p["status"], before(n)
        return s in ORDER and b != "resolved" and (s == ORDER[0] or ORDER.index(s) >= ORDER.index(b))

    def promise(n, p):
        t = p["next_update"]
        return t is None if p["status"] == "resolved" else t is not None and p["at"] < t <= p["at"] + 20

    def size(n, p):
        x, t = p["affected_percent"], affected(p["at"])
        return p["status"] in (ORDER[0], ORDER[3]) if x is None else t / 2 <= x <= t * 2

    def components(n, p):
        c = set(p["components"])
        return len(c & suffering) / len(c | suffering) >= 0.8

    def words(n, p):
        return not any(re.search(r"(^|\W)" + re.escape(f) + r"(\W|$)", p["text"], re.I) for f in forbidden)

    rules = {"status": status, "next": promise, "size": size, "components": components, "words": words}
    return [(n, r) for n, p in enumerate(posts) for r in sorted(rules) if not rules[r](n, p)]
