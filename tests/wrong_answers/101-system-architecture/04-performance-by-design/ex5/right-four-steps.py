def log():
    numbers = [794, 236, 236, 236, 84]
    what = ["one call a page", "a set for flying: no help", "skip what is flying", "fill the call"]
    return [{"what": w, "before": b, "after": a, "kept": True} for w, b, a in zip(what, numbers, numbers[1:])]
