from collections import Counter
from fractions import Fraction

def must_declare(samples, rules):
    """The first second of each rule by itself, then the minimum by second and place."""
    def share(end, length):
        chosen = [(n, b) for t, n, b in samples if end - length < t <= end]
        asked = sum(n for n, _ in chosen)
        return asked, (Fraction(sum(b for _, b in chosen), asked) if asked else Fraction(-1))

    found = []
    for place, rule in enumerate(rules):
        limit = Fraction(rule["per_10k"], 10_000)
        for t, _, _ in samples:
            asked, long_share = share(t, rule["long_s"])
            if asked >= rule["least"] and long_share >= limit and share(t, rule["short_s"])[1] >= limit:
                found.append((t, place))
                break
    return (min(found)[0], rules[min(found)[1]]["name"]) if found else None

def tally(pairs, grace):
    """A Counter over words, as a dict."""
    def word(pair):
        match pair:
            case (None, None):
                return "quiet"
            case (None, _):
                return "missed"
            case (_, None):
                return "false alarm"
            case (declared, due) if declared < due:
                return "early"
        return "in time" if pair[0] in range(pair[1], pair[1] + grace + 1) else "late"
    return dict(Counter(map(word, pairs)))
