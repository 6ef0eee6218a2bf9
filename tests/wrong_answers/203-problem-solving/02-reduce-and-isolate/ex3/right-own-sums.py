def culprit(n, run, miss, false, budget):
    """Give the commit that is most likely the first bad one, and its share of belief."""
    shares = {first: 1 / n for first in range(n)}
    open_commits = list(range(n))
    while budget and max(shares.values()) <= 0.99 and open_commits:
        budget -= 1
        bad, nearest, commit = 0.0, 2.0, open_commits[0]
        for first in range(n):
            bad += shares[first]
            if first in open_commits and abs(bad - 0.5) < nearest:
                nearest, commit = abs(bad - 0.5), first
        failed = run(commit)
        if failed is None:
            open_commits.remove(commit)
            continue
        for first in shares:
            chance = 1 - miss if first <= commit else false
            shares[first] *= chance if failed else 1 - chance
        total = sum(shares.values())
        shares = {first: share / total for first, share in shares.items()}
    best = max(shares, key=shares.get)
    return best, shares[best]
