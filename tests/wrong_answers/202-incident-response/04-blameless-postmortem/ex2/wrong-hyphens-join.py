# fails: ex2-tests
# why: counts hyphenated words as two
TYPES = ("prevent", "detect", "mitigate")
MOST_DAYS = 90


def review_actions(items, people, written, vigilance) -> tuple[list, list]:
    """Give the broken rules as (item, rule), and the types that no sound item has."""
    def text(value):
        return value if isinstance(value, str) else ""

    def in_time(due):
        try:
            days = (date.fromisoformat(due) - date.fromisoformat(written)).days
        except ValueError:
            return False
        return date.fromisoformat(due).isoformat() == due and 0 < days <= MOST_DAYS

    broken, sound = [], set()
    for number, item in enumerate(items):
        what, check = text(item.get("what")), text(item.get("check"))
        rules = {
            "owner": text(item.get("owner")) in people and isinstance(item.get("owner"), str),
            "due": in_time(text(item.get("due"))),
            "type": text(item.get("type")) in TYPES,
            "check": len(check.split()) >= 5
            and any(digit in check for digit in "0123456789")
            and check.strip().lower() != what.strip().lower(),
            "what": len(what.replace("-", " ").split()) >= 4
            and not any(phrase.lower() in what.lower() for phrase in vigilance),
        }
        broken += [(number, rule) for rule, kept in rules.items() if not kept]
        if all(rules.values()):
            sound.add(item["type"])
    return sorted(broken), sorted(set(TYPES) - sound)
