def check(fee):
    def own(weights, member):
        if any(kilos < 1 or kilos > 32 for kilos in weights):
            return "ValueError"
        prices = []
        for kilos in weights:
            prices.append((500 if kilos <= 10 else 1200) + (300 if len(prices) >= 2 else 0))
        return sum(prices) - (max(prices) if member and prices else 0)

    random = Random(1)
    edges = [1, 2, 9, 10, 11, 12, 31, 32]
    for number in range(400):
        weights = [random.choice(edges) for _ in range(random.randrange(6))]
        if number % 10 == 0:
            weights.append(random.choice([0, -1, 33, 34]))
            random.shuffle(weights)
        member = random.random() < 0.5
        assert outcome(fee, list(weights), member) == own(weights, member), (weights, member)
