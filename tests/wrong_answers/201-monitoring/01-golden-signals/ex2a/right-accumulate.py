from copy import deepcopy
from itertools import accumulate

class Histogram:
    def __init__(self, bounds):
        self.bounds = list(bounds)
        self.counts = [0] * (len(self.bounds) + 1)

    def observe(self, value):
        self.counts[sum(value > bound for bound in self.bounds)] += 1

    def merge(self, other):
        if tuple(self.bounds) != tuple(other.bounds):
            raise ValueError("cannot add other buckets")
        both = deepcopy(self)
        for place, count in enumerate(other.counts):
            both.counts[place] += count
        return both

    def exposed(self):
        return list(zip(self.bounds + [float("inf")], accumulate(self.counts)))
