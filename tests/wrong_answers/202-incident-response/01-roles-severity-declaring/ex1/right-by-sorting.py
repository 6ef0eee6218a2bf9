from itertools import groupby

def classify(facts, policy):
    """Sort what is possible by severity and read off the first group."""
    def possible():
        for row in policy:
            gaps = []
            for name, wanted in row["when"].items():
                fact = facts[name] if name in facts else None
                if fact is None:
                    gaps.append(name)
                elif type(wanted) is list:
                    if wanted.count(fact) == 0:
                        break
                elif type(wanted) is bool:
                    if bool(fact) is not wanted:
                        break
                elif fact < wanted:
                    break
            else:
                yield row["severity"], gaps

    for level, rows in groupby(sorted(possible(), key=lambda pair: pair[0]), key=lambda pair: pair[0]):
        gaps = [gap for _, gap in rows]
        return level, sorted(set(sum(gaps, []))) if all(gaps) else []
    return None, []
