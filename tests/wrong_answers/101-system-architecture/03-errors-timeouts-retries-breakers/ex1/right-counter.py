from collections import Counter
def wasted(spans, deadline):
    work = Counter()
    for s in spans:
        if s["end"] > deadline:
            ms = s["end"] - (s["start"] if s["start"] > deadline else deadline)
            if s["kind"] == "client":
                work.subtract({s["service"]: ms})
            else:
                work.update({s["service"]: ms})
    return dict(+work)
