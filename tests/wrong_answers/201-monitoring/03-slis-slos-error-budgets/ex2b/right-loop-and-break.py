def runs_out(left, futures):
    results = []
    for future in futures:
        gone, result = 0, 31
        for day in range(len(future)):
            gone += future[day]
            if gone >= left:
                result = day + 1
                break
        results.append(0 if left <= 0 else result)
    cut = len(results) // 20
    kept = sorted(results)[cut:len(results) - cut]
    return kept[0], kept[-1]
