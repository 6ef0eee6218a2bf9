VENDORS = ["labels", "insurance"]


def order(key):
    made = []
    for vendor in VENDORS:
        blind, there, tries = False, False, 0
        while not there and tries < 6:
            tries += 1
            word = yield (vendor, "look" if blind else "make", key)
            if word == "refused":
                break
            if word == "unknown":
                blind = True
            elif word == "none":
                blind = False
            elif word == "printed":
                there = True
        if there:
            made.append(vendor)
        elif blind:
            return "unknown"
        else:
            break
    if len(made) == 2:
        return "printed"
    for vendor in made:
        blind, gone, tries = False, False, 0
        while not gone and tries < 6:
            tries += 1
            word = yield (vendor, "look" if blind else "undo", key)
            blind = word == "unknown" or (blind and word == "busy")
            gone = word == "none"
        if not gone:
            return "unknown"
    return "refused"
