import heapq
class Wanting(Board):
    def want(self, products, now):
        wanted = {x for x in products if x not in self.flying and not self.usable(x, now)}
        seats = 50 - len(wanted)
        if not wanted or seats <= 0:
            return sorted(wanted)[:50]
        spare = [x for x in self.entries if x not in wanted and x not in self.flying]
        return [*wanted, *heapq.nsmallest(seats, spare, key=lambda x: self.entries[x][1])]
