# fails: ex2a-tests-exposed
# why: the running total goes on in the next scrape
class Histogram:
    def __init__(self, bounds):
        self.bounds = list(bounds)
        self.counts = [0] * (len(self.bounds) + 1)
        self.total = 0

    def observe(self, value):
        self.counts[bisect_left(self.bounds, value)] += 1

    def merge(self, other):
        if self.bounds != other.bounds:
            raise ValueError("the bounds differ")
        both = Histogram(self.bounds)
        both.counts = [mine + theirs for mine, theirs in zip(self.counts, other.counts)]
        return both

    def exposed(self):
        pairs = []
        for bound, count in zip([*self.bounds, float("inf")], self.counts):
            self.total += count
            pairs.append((bound, self.total))
        return pairs
