# fails: ex2-tests-promise
# why: fills up with products that are flying
class Wanting(Board):
    def want(self, products, now):
        lacking = [product for product in dict.fromkeys(products)
                   if self.age(product, now) > 30 and product not in self.flying]
        if not lacking:
            return []
        others = [product for product in self.entries
                  if product not in lacking]
        oldest_first = sorted(others, key=lambda product: self.age(product, now), reverse=True)
        return (lacking + oldest_first)[:50]
