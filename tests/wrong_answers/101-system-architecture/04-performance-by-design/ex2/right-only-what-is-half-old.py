class Wanting(Board):
    def want(self, products, now):
        chosen = []
        for product in products:
            if product not in chosen and product not in self.flying and self.age(product, now) > 30:
                chosen.append(product)
        if chosen:
            for product in sorted(self.entries, key=lambda name: -self.age(name, now)):
                if self.age(product, now) > 10 and product not in chosen and product not in self.flying:
                    chosen.append(product)
        return chosen[:50]
