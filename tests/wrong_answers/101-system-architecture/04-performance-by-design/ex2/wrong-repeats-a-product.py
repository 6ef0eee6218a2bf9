# fails: ex2-tests ex2-tests-promise
# why: asks twice for a product that is on the page twice
class Wanting(Board):
    def want(self, products, now):
        lacking = [product for product in products
                   if self.age(product, now) > 30 and product not in self.flying]
        if not lacking:
            return []
        others = [product for product in self.entries
                  if product not in self.flying and product not in lacking]
        oldest_first = sorted(others, key=lambda product: self.age(product, now), reverse=True)
        return (lacking + oldest_first)[:50]
