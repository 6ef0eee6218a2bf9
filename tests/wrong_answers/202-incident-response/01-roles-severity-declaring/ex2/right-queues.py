from collections import deque

def must_declare(samples, rules):
    """Slide a queue along for each window."""
    queues = [{"long_s": deque(), "short_s": deque()} for _ in rules]
    for sample in samples:
        for rule, held in zip(rules, queues):
            sums = {}
            for name, queue in held.items():
                queue.append(sample)
                while queue[0][0] <= sample[0] - rule[name]:
                    queue.popleft()
                sums[name] = (sum(s[1] for s in queue), sum(s[2] for s in queue))
            hot = all(n and b * 10_000 >= rule["per_10k"] * n for n, b in sums.values())
            sure = sums["long_s"][0] >= rule["least"]
            if hot and sure:
                return sample[0], rule["name"]
    return None

def tally(pairs, grace):
    """Words in a list, counted."""
    words = []
    for declared, due in pairs:
        if due is None:
            words += ["quiet" if declared is None else "false alarm"]
        elif declared is None:
            words += ["missed"]
        else:
            delay = declared - due
            words += ["early" if delay < 0 else "late" if delay > grace else "in time"]
    return {w: sum(1 for x in words if x == w) for w in sorted(set(words))}
