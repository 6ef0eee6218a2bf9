# fails: ex2a-tests
# why: keeps running totals in counts
class Histogram:
    def __init__(self, bounds):
        self.bounds = list(bounds)
        self.counts = [0] * (len(self.bounds) + 1)

    def observe(self, value):
        for place in range(bisect_left(self.bounds, value), len(self.counts)):
            self.counts[place] += 1

    def merge(self, other):
        if self.bounds != other.bounds:
            raise ValueError("the bounds differ")
        both = Histogram(self.bounds)
        both.counts = [mine + theirs for mine, theirs in zip(self.counts, other.counts)]
        return both

    def exposed(self):
        return list(zip([*self.bounds, float("inf")], self.counts))
