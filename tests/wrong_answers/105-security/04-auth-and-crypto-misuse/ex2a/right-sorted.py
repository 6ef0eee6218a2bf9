def crack(ask) -> str:
    found = ["0"] * 6
    for place in range(5):
        scores = []
        for letter in lesson.HEX:
            found[place] = letter
            scores.append((sorted(ask("".join(found))[1] for _ in range(14))[0], letter))
        found[place] = sorted(scores)[-1][1]
    for letter in lesson.HEX:
        found[5] = letter
        if ask("".join(found))[0]:
            break
    return "".join(found)
