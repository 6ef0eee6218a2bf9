def findings():
    request = budgets.SLOW_REQUESTS["search"]
    self_time, processor = {}, 0
    for stack, clock, worked in request.profile.stacks:
        name = stack.split(";")[-1]
        self_time[name] = self_time.get(name, 0) + clock
        processor += worked
    whole = request.spans[0].ends
    largest = max(self_time, key=self_time.get)
    calls = [span for span in request.spans if span.name == "price"]
    visited = request.kept / request.rows

    def left(changes):
        query = self_time["query"] * (visited if "a" in changes else 1)
        stars = self_time["stars"]
        waits = max(query, stars) if "b" in changes else query + stars
        prices = self_time["price"] / (len(calls) if "c" in changes else 1)
        work = self_time["search"] + self_time["render"] + self_time["row"] + self_time["escape"] + self_time["cents"]
        work += self_time["money"] / (2 if "e" in changes else 1)
        return waits + prices + work - (processor / 2 if "d" in changes else 0)

    pairs = [a + b for a in "abcde" for b in "abcde" if a < b]
    return {
        "request": "search",
        "largest": largest,
        "at_most": whole / (whole - self_time[largest]),
        "saves": {letter: whole - left(letter) for letter in "abcde"},
        "pair": min(pairs, key=left),
    }
