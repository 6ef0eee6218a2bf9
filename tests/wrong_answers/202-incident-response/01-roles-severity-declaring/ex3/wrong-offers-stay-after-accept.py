# fails: ex3-tests
# why: keeps an accepted offer
def duties(log: list[dict], end: int) -> dict[str, list]:
    """Tell who answers for each hat and when, and which lines of the log did not count."""
    worn, offers, ignored = {}, {}, []
    spans = {hat: [] for hat in HATS}

    def answers(hat):
        return worn.get(hat, worn.get("ic"))

    def extend(until):
        for hat, made in spans.items():
            start = made[-1][1] if made else 0
            if made and made[-1][2] == answers(hat):
                made[-1] = (made[-1][0], until, answers(hat))
            elif start < until:
                made.append((start, until, answers(hat)))

    for number, line in enumerate(log):
        extend(line["t"])
        who, does, hat = line["who"], line["does"], line["hat"]
        if does == "take" and answers(hat) is None:
            worn[hat] = who
        elif does == "offer" and answers(hat) == who and line["to"] != who:
            offers[hat] = (who, line["to"])
        elif does == "accept" and hat in offers and offers[hat][1] == who:
            worn[hat] = who
            offers[hat] = (who, offers[hat][0])
        elif does == "drop" and worn.get(hat) == who:
            del worn[hat]
        else:
            ignored.append(number)
        offers = {name: offer for name, offer in offers.items() if answers(name) == offer[0]}
    extend(end)
    return {**spans, "ignored": ignored}
