import numpy as np


def clock_offsets(anchors, reference):
    """Grow the set of known clocks by one link at a time."""
    offsets, left = {reference: 0}, {name for row in anchors for name in (row[0], row[2])} - {reference}
    while left:
        step = None
        for source in sorted(left):
            for known in offsets:
                seen = [tb - ta for a, ta, b, tb in anchors if (a, b) == (source, known)]
                seen += [ta - tb for a, ta, b, tb in anchors if (b, a) == (source, known)]
                if seen:
                    step = (source, offsets[known] + float(np.median(seen)))
        if step is None:
            raise ValueError(f"{sorted(left)} cannot be reached from {reference}")
        offsets[step[0]] = step[1]
        left.discard(step[0])
    return offsets


def timeline(sources, offsets):
    """A stable sort by time."""
    without = [name for name in sources if name not in offsets]
    if without:
        raise ValueError(", ".join(without))
    rows = [(t + offsets[name], name, text) for name in sources for t, text in sources[name]]
    rows.sort(key=lambda row: row[0])
    return rows
