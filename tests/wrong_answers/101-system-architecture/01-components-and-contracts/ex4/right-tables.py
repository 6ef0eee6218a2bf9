def breaking_changes(old, new):
    """Decide by what a field accepts: a set of types, and a predicate on values."""
    accepts = {"text": {"text"}, "boolean": {"boolean"}, "integer": {"integer"}, "number": {"integer", "number"}}

    def within(inner, outer):
        reasons = []
        if not accepts[inner["type"]] <= accepts[outer["type"]]:
            reasons.append("type")
        limit = outer.get("values")
        if limit is not None:
            said = inner.get("values")
            if said is None or not frozenset(said) <= frozenset(limit):
                reasons.append("values")
        return reasons

    answer = []
    before, after = old["request"], new["request"]
    answer += [("request", f, "removed") for f in before.keys() - after.keys()]
    answer += [("request", f, "required") for f in after if after[f]["required"] and not (f in before and before[f]["required"])]
    answer += [("request", f, reason) for f in before.keys() & after.keys() for reason in within(before[f], after[f])]
    before, after = old["response"], new["response"]
    answer += [("response", f, "removed") for f in before.keys() - after.keys() if before[f]["required"]]
    answer += [("response", f, "optional") for f in before.keys() & after.keys() if before[f]["required"] and not after[f]["required"]]
    answer += [("response", f, reason) for f in before.keys() & after.keys() for reason in within(after[f], before[f])]
    answer.sort()
    return answer
