# fails: ex3-tests-spared
# why: rounds the share to tenths
def measure(rows: list[tuple], declared: int | None, allowed: int, hold: int) -> dict:
    """Give when it began and was restored, the times between, and the harm."""
    began = detect = restored = resolve = None
    harm = 0
    over = [n for n, (_, requests, bad) in enumerate(rows) if bad * 1000 > allowed * requests]
    if over:
        began = rows[over[0]][0]
        harm = sum(bad for _, _, bad in rows[over[0] :])
        if declared is not None:
            detect = max(declared - began, 0)
        after = rows[over[-1] + 1 :]
        if after and rows[-1][0] - after[0][0] >= hold:
            restored = after[0][0]
            resolve = restored - began
    return {
        "began": began, "detect": detect, "restored": restored, "resolve": resolve, "harm": harm,
    }


def spared(harm: float, nothing: float, best: float) -> float:
    """Give the share, 0 to 1, of the avoidable harm that was avoided."""
    if nothing <= best:
        return 0.0
    return round(min(max((nothing - harm) / (nothing - best), 0.0), 1.0), 1)
