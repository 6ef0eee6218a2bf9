TYPES = ("prevent", "detect", "mitigate")
MOST_DAYS = 90



import re
from datetime import timedelta


def review_actions(items, people, written, vigilance):
    """Each rule is a function that returns or raises; raising means broken."""
    def demand(yes):
        if not yes:
            raise ValueError

    def owner(item):
        demand(type(item["owner"]) is str and item["owner"] in people)

    def due(item):
        demand(re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", item["due"]))
        day, today = date.fromisoformat(item["due"]), date.fromisoformat(written)
        demand(today < day <= today + timedelta(days=MOST_DAYS))

    def kind(item):
        demand(item["type"] in TYPES)

    def check(item):
        demand(len(item["check"].split()) > 4 and re.search("[0-9]", item["check"]))
        what = item.get("what")
        demand(not isinstance(what, str) or item["check"].strip().casefold() != what.strip().casefold())

    def what(item):
        low = item["what"].casefold()
        demand(len(low.split()) > 3)
        demand(all(low.find(phrase.casefold()) < 0 for phrase in vigilance))

    rules = {"check": check, "due": due, "owner": owner, "type": kind, "what": what}
    pairs, left = [], set(TYPES)
    for number, item in enumerate(items):
        before = len(pairs)
        for name, rule in rules.items():
            try:
                rule(item)
            except (ValueError, KeyError, TypeError, AttributeError):
                pairs.append((number, name))
        if len(pairs) == before:
            left.discard(item["type"])
    return pairs, sorted(left)
