# fails: ex2-tests
# why: counts a flight for one place on the page only
class Wanting(Board):
    def want(self, products, now):
        flying, lacking = set(self.flying), []
        for product in products:
            if product in flying:
                flying.remove(product)
            elif self.age(product, now) > 30 and product not in lacking:
                lacking.append(product)
        if not lacking:
            return []
        others = [p for p in self.entries if p not in self.flying and p not in lacking]
        return (lacking + sorted(others, key=lambda p: -self.age(p, now)))[:50]
