# fails: ex2a-tests-merge
# why: the new histogram gets counts as its bounds
class Histogram:
    def __init__(self, bounds):
        self.bounds = list(bounds)
        self.counts = [0] * (len(self.bounds) + 1)

    def observe(self, value):
        self.counts[bisect_left(self.bounds, value)] += 1

    def merge(self, other):
        if self.bounds != other.bounds:
            raise ValueError("the bounds differ")
        both = Histogram(self.counts[:-1])
        both.counts = [mine + theirs for mine, theirs in zip(self.counts, other.counts)]
        return both

    def exposed(self):
        total, pairs = 0, []
        for bound, count in zip([*self.bounds, float("inf")], self.counts):
            total += count
            pairs.append((bound, total))
        return pairs
