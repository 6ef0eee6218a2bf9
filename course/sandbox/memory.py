"""How much memory a child and its descendants hold together, which no rlimit bounds.

A rough sum comes first, for it is cheap: the anonymous pages of each process (statm), less what
every clone shares with the image of the zygote. Only where that sum is above the limit are shared
pages counted exactly (smaps_rollup). All this is read in /proc of the zygote's pid namespace,
where nothing lives but children.
"""

import os
import resource
from collections.abc import Mapping
from pathlib import Path

_PAGE = resource.getpagesize()


def readable() -> bool:
    """Tell whether /proc shows this process's own pid namespace."""
    try:
        return Path("/proc/self").readlink() == Path(str(os.getpid()))
    except OSError:
        return False


def anonymous(pid: int) -> int:
    """Return the bytes of anonymous memory of a process; 0 where it has ended."""
    try:
        _, resident, shared, *_ = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return 0
    return (int(resident) - int(shared)) * _PAGE


def _proportional(pid: int) -> int:
    """Return a process's share of its anonymous memory: a page of two counts half for each."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    for line in text.splitlines():
        if line.startswith("Pss_Anon:"):
            return int(line.split()[1]) * 1024
    return 0


def _families(children: Mapping[int, int]) -> dict[int, list[int]]:
    """Map each child's pid to those of itself and all its descendants."""
    parents: dict[int, int] = {}
    for name in os.listdir("/proc"):  # noqa: PTH208 - a hundred names, ten times a second
        if name.isdigit():
            try:
                stat = Path(f"/proc/{name}/stat").read_bytes()
            except OSError:
                continue
            parents[int(name)] = int(stat.rpartition(b")")[2].split()[1])
    families: dict[int, list[int]] = {pid: [] for pid in children}
    for pid in parents:
        above = pid
        for _ in range(len(parents)):
            if above in families:
                families[above].append(pid)
                break
            above = parents.get(above, 0)
    return families


def over(limits: Mapping[int, int], image_bytes: int) -> list[int]:
    """List the children (pid to bytes allowed) whose processes hold more than that together."""
    pids = []
    for child, family in _families(limits).items():
        rough = sum(max(0, anonymous(pid) - image_bytes) for pid in family)
        if rough > limits[child] and sum(map(_proportional, family)) > limits[child]:
            pids.append(child)
    return pids
