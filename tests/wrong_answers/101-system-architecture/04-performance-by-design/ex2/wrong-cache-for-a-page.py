# fails: ex2-tests-promise
# why: refreshes the whole page when one of its products is too old
class Wanting(Board):
    def want(self, products, now):
        lacking = [product for product in dict.fromkeys(products)
                   if self.age(product, now) > 30 and product not in self.flying]
        if not lacking:
            return []
        lacking = [product for product in dict.fromkeys(products) if product not in self.flying]
        others = [product for product in self.entries
                  if product not in self.flying and product not in lacking]
        oldest_first = sorted(others, key=lambda product: self.age(product, now), reverse=True)
        return lacking[:50]
