# fails: ex2-tests-promise
# why: puts the oldest entries first and cuts off what the page lacks
class Wanting(Board):
    def want(self, products, now):
        lacking = [product for product in dict.fromkeys(products)
                   if self.age(product, now) > 30 and product not in self.flying]
        if not lacking:
            return []
        others = [product for product in self.entries
                  if product not in self.flying and product not in lacking]
        oldest_first = sorted(others, key=lambda product: self.age(product, now), reverse=True)
        return (oldest_first + lacking)[:50]
