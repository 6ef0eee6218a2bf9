class Histogram:
    def __init__(self, bounds):
        self.bounds = list(bounds)
        self.counts = [0] * (len(self.bounds) + 1)

    def observe(self, value):
        for place, bound in enumerate(self.bounds):
            if value <= bound:
                self.counts[place] += 1
                return
        self.counts[-1] += 1

    def merge(self, other):
        if list(other.bounds) != self.bounds:
            raise ValueError(f"{other.bounds} are not {self.bounds}")
        both = Histogram(self.bounds)
        for place in range(len(self.counts)):
            both.counts[place] = self.counts[place] + other.counts[place]
        return both

    def exposed(self):
        uppers = self.bounds + [float("inf")]
        return [(upper, sum(self.counts[: place + 1])) for place, upper in enumerate(uppers)]
