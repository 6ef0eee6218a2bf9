TYPES = ("prevent", "detect", "mitigate")
MOST_DAYS = 90



from datetime import datetime


def review_actions(items, people, written, vigilance):
    """Text or nothing, then plain conditions."""
    names, today = list(people), date.fromisoformat(written)
    pairs, good = set(), set()
    for n, item in enumerate(items):
        texts = {key: item.get(key) if isinstance(item.get(key), str) else None for key in ("what", "owner", "due", "type", "check")}
        if texts["owner"] is None or texts["owner"] not in names:
            pairs.add((n, "owner"))
        try:
            day = datetime.strptime(texts["due"] or "", "%Y-%m-%d").date()
            if str(day) != texts["due"] or (day - today).days not in range(1, 91):
                pairs.add((n, "due"))
        except ValueError:
            pairs.add((n, "due"))
        if texts["type"] not in TYPES:
            pairs.add((n, "type"))
        check, what = texts["check"] or "", texts["what"] or ""
        if len(check.split()) < 5 or not set(check) & set("0123456789") or check.strip().upper() == what.strip().upper():
            pairs.add((n, "check"))
        if len(what.split()) < 4 or [p for p in vigilance if p.upper() in what.upper()]:
            pairs.add((n, "what"))
        if not any(number == n for number, _ in pairs):
            good.add(texts["type"])
    return sorted(pairs), [kind for kind in sorted(TYPES) if kind not in good]
