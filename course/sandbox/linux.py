"""What Linux offers and Python 3.11 does not: system calls by ctypes, and how much memory is held.

Each call raises OSError with the kernel's errno. Memory is that of a child and its descendants
together, which rlimits cannot tell. Cheap first: the anonymous pages of each process by statm,
less what every clone shares with the image of the zygote. Only where that sum is above the limit
are the shares counted exactly (smaps_rollup). It reads /proc of the zygote's pid namespace, where
nothing lives but children.
"""

import ctypes
import os
import platform
import resource
import signal
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

NEWNS: Final = 0x0002_0000
NEWCGROUP: Final = 0x0200_0000
NEWUTS: Final = 0x0400_0000
NEWIPC: Final = 0x0800_0000
NEWUSER: Final = 0x1000_0000
NEWPID: Final = 0x2000_0000
NEWNET: Final = 0x4000_0000

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
MNT_DETACH: Final = 2
ATTR_RDONLY, ATTR_NOSUID, ATTR_NODEV = 1, 2, 4

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP = 1, 4, 24
PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, PR_GET_TID_ADDRESS = 22, 38, 40
PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 47, 4

_PIDFD, _CHILD_SETTID = 0x1000, 0x0100_0000
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000
_MOUNT_SETATTR, _CLOSE_RANGE = 442, 436


class _Calls(NamedTuple):
    """Numbers of the system calls that each machine numbers differently."""

    clone: int
    pivot_root: int
    capset: int


_NUMBERS: Final = {
    "x86_64": _Calls(clone=56, pivot_root=155, capset=126),
    "aarch64": _Calls(clone=220, pivot_root=41, capset=91),
}

# PyDLL keeps the interpreter's lock: in the cloned child no other thread could give it back.
_libc = ctypes.PyDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long


def supported() -> bool:
    """Tell whether this is a Linux whose system call numbers we know."""
    return platform.system() == "Linux" and platform.machine() in _NUMBERS


def _check(returned: int, what: str) -> int:
    if returned < 0:
        errno = ctypes.get_errno()
        raise OSError(errno, f"{what}: {os.strerror(errno)}")
    return returned


def _syscall(what: str, number: int, *args: object) -> int:
    whole = [ctypes.c_long(a) if isinstance(a, int) else a for a in args]
    return _check(_libc.syscall(ctypes.c_long(number), *whole), what)


def clone(flags: int) -> tuple[int, int]:
    """Fork into new namespaces: (pid, pidfd) in the parent, (0, -1) in the child."""
    number = _NUMBERS[platform.machine()].clone
    pidfd = ctypes.c_int(-1)
    tid = ctypes.c_void_p()
    flags |= int(signal.SIGCHLD) | _PIDFD
    # glibc keeps the thread's id beside its stack; only its own fork() would correct it.
    if _libc.prctl(PR_GET_TID_ADDRESS, ctypes.byref(tid), 0, 0, 0) == 0:
        flags |= _CHILD_SETTID
    order = (
        (ctypes.byref(pidfd), 0, tid)
        if platform.machine() == "aarch64"
        else (ctypes.byref(pidfd), tid, 0)
    )
    ctypes.pythonapi.PyOS_BeforeFork()
    try:
        pid = _syscall("clone", number, flags, 0, *order)
    except OSError:
        ctypes.pythonapi.PyOS_AfterFork_Parent()
        raise
    if pid == 0:
        ctypes.pythonapi.PyOS_AfterFork_Child()
        return 0, -1
    ctypes.pythonapi.PyOS_AfterFork_Parent()
    return pid, pidfd.value


def unshare(flags: int) -> None:
    """Move this process (its later children, for NEWPID) into new namespaces."""
    _check(_libc.unshare(flags), "unshare")


def prctl(option: int, value: object = 0, extra: object = 0) -> int:
    """Set or get something about this process."""
    return _check(_libc.prctl(option, value, extra, 0, 0), f"prctl {option}")


def mount(source: str, target: str, kind: str = "", flags: int = 0, options: str = "") -> None:
    """Mount `source` on `target`."""
    returned = _libc.mount(
        source.encode(), target.encode(), kind.encode(), ctypes.c_ulong(flags), options.encode()
    )
    _check(returned, f"mount {kind or source} on {target}")


def set_mount_attributes(target: str, attributes: int, *, recursive: bool) -> None:
    """Add attributes (read-only, nosuid) to a mount, and to all below it (Linux 5.12)."""
    attr = struct.pack("QQQQ", attributes, 0, 0, 0)
    path = ctypes.c_char_p(target.encode())
    _syscall(
        f"mount_setattr {target}",
        _MOUNT_SETATTR,
        _AT_FDCWD,
        path,
        _AT_RECURSIVE if recursive else 0,
        ctypes.c_char_p(attr),
        len(attr),
    )


def detach(target: str) -> None:
    """Unmount, with everything below."""
    _check(_libc.umount2(target.encode(), MNT_DETACH), f"umount {target}")


def pivot_root(new: str, put_old: str) -> None:
    """Make `new` the root of this mount namespace."""
    number = _NUMBERS[platform.machine()].pivot_root
    new_c, old_c = ctypes.c_char_p(new.encode()), ctypes.c_char_p(put_old.encode())
    _syscall("pivot_root", number, new_c, old_c)


def close_from(first: int) -> None:
    """Close each descriptor from `first` on."""
    _syscall("close_range", _CLOSE_RANGE, first, 0xFFFF_FFFF, 0)


def drop_capabilities() -> None:
    """Give up every capability, and the way back to it."""
    for capability in range(64):
        if _libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0:
            break  # beyond the last one this kernel knows, or no right to: the sets go below
    _libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    header = struct.pack("Ii", 0x2008_0522, 0)
    number = _NUMBERS[platform.machine()].capset
    _syscall("capset", number, ctypes.c_char_p(header), ctypes.c_char_p(bytes(24)))


def install_filter(program: bytes) -> None:
    """Install a classic BPF program of 8-byte instructions as seccomp filter; no way back."""
    code = ctypes.create_string_buffer(program, len(program))
    prog = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    prctl(PR_SET_SECCOMP, 2, ctypes.c_char_p(prog))


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
