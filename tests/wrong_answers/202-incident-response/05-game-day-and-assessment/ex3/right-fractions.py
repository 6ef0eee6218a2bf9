from fractions import Fraction


def measure(rows, declared, allowed, hold):
    over = [bool(n) and Fraction(bad, n) > Fraction(allowed, 1000) for _, n, bad in rows]
    result = dict.fromkeys(("began", "detect", "restored", "resolve"), None) | {"harm": 0}
    if True not in over:
        return result
    first, last = over.index(True), len(over) - 1 - over[::-1].index(True)
    began = result["began"] = rows[first][0]
    result["harm"] = sum(row[2] for row in rows[first:])
    if declared is not None:
        result["detect"] = declared - began if declared > began else 0
    if last + 1 < len(rows):
        restored = rows[last + 1][0]
        if rows[-1][0] - restored >= hold:
            result["restored"], result["resolve"] = restored, restored - began
    return result


def spared(harm, nothing, best):
    if nothing <= best or harm >= nothing:
        return 0.0
    return 1.0 if harm <= best else float(Fraction(nothing - harm) / Fraction(nothing - best))
