# fails: ex3-tests-sure
# why: says one half, to be on the safe side
def culprit(n: int, run, miss: float, false: float, budget: int) -> tuple[int, float]:
    """Give the commit that is most likely the first bad one, and its share of belief."""
    belief, skipped = [1 / n] * n, set()
    for _ in range(budget):
        if max(belief) > 0.99:
            break
        below = list(accumulate(belief))
        commit = min((c for c in range(n) if c not in skipped), key=lambda c: abs(below[c] - 0.5))
        failed = run(commit)
        if failed is None:
            skipped.add(commit)
        else:
            belief = update(belief, commit, failed, miss, false)
    return belief.index(max(belief)), 0.5
