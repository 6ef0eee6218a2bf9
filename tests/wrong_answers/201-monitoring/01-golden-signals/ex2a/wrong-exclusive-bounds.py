# fails: ex2a-tests ex2a-tests-exposed
# why: bisect_right puts a value that equals a bound behind it
class Histogram:
    def __init__(self, bounds):
        self.bounds = list(bounds)
        self.counts = [0] * (len(self.bounds) + 1)

    def observe(self, value):
        self.counts[bisect_right(self.bounds, value)] += 1

    def merge(self, other):
        if self.bounds != other.bounds:
            raise ValueError("the bounds differ")
        both = Histogram(self.bounds)
        both.counts = [mine + theirs for mine, theirs in zip(self.counts, other.counts)]
        return both

    def exposed(self):
        total, pairs = 0, []
        for bound, count in zip([*self.bounds, float("inf")], self.counts):
            total += count
            pairs.append((bound, total))
        return pairs
