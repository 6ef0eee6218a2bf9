from collections import deque


def mended(plan, write, mail):
    queue, lost, ask = deque((step, True) for step in plan), [], []
    while queue:
        step, first = queue.popleft()
        try:
            write(*step[:3])
        except (BookLocked, NoAnswer) as error:
            if isinstance(error, NoAnswer):
                ask.append(step[0])
            elif first:
                queue.append((step, False))
            else:
                lost.append(step[0])
            continue
        if step[3]:
            mail(step[3])
    return {"lost": lost, "ask": ask}
