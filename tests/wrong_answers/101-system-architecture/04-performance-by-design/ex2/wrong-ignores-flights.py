# fails: ex2-tests ex2-tests-promise
# why: forgets what is flying
class Wanting(Board):
    def want(self, products, now):
        lacking = [product for product in dict.fromkeys(products)
                   if self.age(product, now) > 30]
        if not lacking:
            return []
        others = [product for product in self.entries
                  if product not in self.flying and product not in lacking]
        oldest_first = sorted(others, key=lambda product: self.age(product, now), reverse=True)
        return (lacking + oldest_first)[:50]
