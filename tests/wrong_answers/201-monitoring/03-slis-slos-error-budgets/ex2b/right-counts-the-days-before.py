def runs_out(left, futures):
    def day_of(future):
        if left <= 0:
            return 0
        return 1 + sum(sum(future[:day]) < left for day in range(1, 31))
    results = sorted(map(day_of, futures))
    cut = len(futures) // 20
    return (results[cut], results[len(results) - 1 - cut])
