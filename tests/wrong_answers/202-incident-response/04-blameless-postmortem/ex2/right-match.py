TYPES = ("prevent", "detect", "mitigate")
MOST_DAYS = 90



def review_actions(items, people, written, vigilance):
    """Structural patterns for the shapes, guards for the values."""
    def day(value):
        match value:
            case str() if len(value) == 10 and value[4] == value[7] == "-":
                try:
                    return date(*(int(part) if part.isascii() and part.isdigit() else -1 for part in value.split("-")))
                except (ValueError, TypeError):
                    return None
        return None

    today = day(written)

    def broken(item):
        match item.get("check"):
            case str(check) if len(check.split()) >= 5 and any(c.isascii() and c.isdigit() for c in check):
                if isinstance(item.get("what"), str) and item["what"].strip().lower() == check.strip().lower():
                    yield "check"
            case _:
                yield "check"
        due = day(item.get("due"))
        if due is None or not 1 <= due.toordinal() - today.toordinal() <= MOST_DAYS:
            yield "due"
        match item.get("owner"):
            case str(owner) if owner in people:
                pass
            case _:
                yield "owner"
        match item.get("type"):
            case "prevent" | "detect" | "mitigate":
                pass
            case _:
                yield "type"
        match item.get("what"):
            case str(what) if len(what.split()) >= 4 and not any(v.lower() in what.lower() for v in vigilance):
                pass
            case _:
                yield "what"

    found = [list(broken(item)) for item in items]
    sound = {item["type"] for item, rules in zip(items, found) if not rules}
    return [(n, rule) for n, rules in enumerate(found) for rule in rules], sorted({"detect", "mitigate", "prevent"} - sound)
