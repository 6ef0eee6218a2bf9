# fails: ex2a-tests-exposed
# why: computes the pairs once and gives them for ever
class Histogram:
    def __init__(self, bounds):
        self.bounds = list(bounds)
        self.counts = [0] * (len(self.bounds) + 1)
        self.pairs = []

    def observe(self, value):
        self.counts[bisect_left(self.bounds, value)] += 1

    def merge(self, other):
        if self.bounds != other.bounds:
            raise ValueError("the bounds differ")
        both = Histogram(self.bounds)
        both.counts = [mine + theirs for mine, theirs in zip(self.counts, other.counts)]
        return both

    def exposed(self):
        if self.pairs:
            return self.pairs
        total, pairs = 0, self.pairs
        for bound, count in zip([*self.bounds, float("inf")], self.counts):
            total += count
            pairs.append((bound, total))
        return pairs
