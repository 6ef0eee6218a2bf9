def crack(ask) -> str:
    found = ["0"] * 5
    for place in range(4):
        scores = []
        for letter in lesson.HEX:
            found[place] = letter
            scores.append((sorted(ask("".join(found))[1] for _ in range(12))[0], letter))
        found[place] = sorted(scores)[-1][1]
    for letter in lesson.HEX:
        found[4] = letter
        if ask("".join(found))[0]:
            break
    return "".join(found)
