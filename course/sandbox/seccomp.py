"""The system calls that a child may not make, as a classic BPF program.

A deny list, not an allow list: honest notebooks call what numpy, pandas and subprocess call, which
changes with each release. What is denied answers EPERM, so that Python raises PermissionError:
mounts, namespaces, tracing, kernel modules, keys, clocks, io_uring, memory that no limit counts
(memfd, System V, message queues), and every socket family but AF_UNIX. clone3 answers ENOSYS: its
flags are behind a pointer, and glibc then falls back to clone.
"""

import errno
import struct
from functools import cache
from typing import Final, NamedTuple

from course.sandbox import linux

# name: (x86_64, aarch64); None where the machine has no such call. The tests compare the numbers
# with libseccomp's.
_DENIED: Final[dict[str, tuple[int | None, int | None]]] = {
    "acct": (163, 89),
    "add_key": (248, 217),
    "adjtimex": (159, 171),
    "bpf": (321, 280),
    "chroot": (161, 51),
    "clock_adjtime": (305, 266),
    "clock_settime": (227, 112),
    "delete_module": (176, 106),
    "fanotify_init": (300, 262),
    "finit_module": (313, 273),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fsopen": (430, 430),
    "fspick": (433, 433),
    "init_module": (175, 105),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "io_uring_setup": (425, 425),
    "ioperm": (173, None),
    "iopl": (172, None),
    "kcmp": (312, 272),
    "kexec_file_load": (320, 294),
    "kexec_load": (246, 104),
    "keyctl": (250, 219),
    "listmount": (458, 458),
    "lookup_dcookie": (212, 18),
    "mbind": (237, 235),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "migrate_pages": (256, 238),
    "modify_ldt": (154, None),
    "mount": (165, 40),
    "mount_setattr": (442, 442),
    "move_mount": (429, 429),
    "move_pages": (279, 239),
    "mq_open": (240, 180),
    "msgget": (68, 186),
    "name_to_handle_at": (303, 264),
    "nfsservctl": (180, 42),
    "open_by_handle_at": (304, 265),
    "open_tree": (428, 428),
    "open_tree_attr": (467, 467),
    "perf_event_open": (298, 241),
    "personality": (135, 92),
    "pidfd_getfd": (438, 438),
    "pivot_root": (155, 41),
    "process_madvise": (440, 440),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "ptrace": (101, 117),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "reboot": (169, 142),
    "request_key": (249, 218),
    "semget": (64, 190),
    "set_mempolicy": (238, 237),
    "setdomainname": (171, 162),
    "sethostname": (170, 161),
    "setns": (308, 268),
    "settimeofday": (164, 170),
    "shmget": (29, 194),
    "statmount": (457, 457),
    "swapoff": (168, 225),
    "swapon": (167, 224),
    "syslog": (103, 116),
    "umount2": (166, 39),
    "unshare": (272, 97),
    "uselib": (134, None),
    "userfaultfd": (323, 282),
    "vhangup": (153, 58),
}


class _Judged(NamedTuple):
    """Numbers of the calls that are allowed or refused by their arguments, and of clone3."""

    clone: int
    clone3: int
    socket: int
    socketpair: int
    prctl: int
    ioctl: int


_JUDGED: Final = {
    "x86_64": _Judged(clone=56, clone3=435, socket=41, socketpair=53, prctl=157, ioctl=16),
    "aarch64": _Judged(clone=220, clone3=435, socket=198, socketpair=199, prctl=167, ioctl=29),
}
_AUDIT: Final = {"x86_64": 0xC000_003E, "aarch64": 0xC000_00B7}
_NAMESPACES: Final = (
    linux.NEWNS
    | linux.NEWCGROUP
    | linux.NEWUTS
    | linux.NEWIPC
    | linux.NEWUSER
    | linux.NEWPID
    | linux.NEWNET
)
_FORKS: Final[dict[str, tuple[int, ...]]] = {"x86_64": (57, 58), "aarch64": ()}  # fork, vfork
_THREAD: Final = 0x0001_0000  # a flag of clone
_AF_UNIX: Final = 1
_TIOCSTI, _TIOCLINUX = 0x5412, 0x541C

_LOAD, _JUMP_EQ, _JUMP_GE, _JUMP_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _ERRNO = 0x7FFF_0000, 0x8000_0000, 0x0005_0000
_NUMBER, _MACHINE, _ARG_0, _ARG_1 = 0, 4, 16, 24  # offsets in struct seccomp_data, low halves


def _op(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)


def _when(number: int, *body: bytes) -> bytes:
    """Run `body`, which ends by falling through, for one call only; then reload the number."""
    whole = b"".join(body) + _op(_LOAD, _NUMBER)
    return _op(_JUMP_EQ, number, 0, len(whole) // 8) + whole


@cache
def program(machine: str, *, processes: bool = True) -> bytes:
    """Return the filter for `machine`, x86_64 or aarch64; without `processes`, threads only."""
    column = 0 if machine == "x86_64" else 1
    call = _JUDGED[machine]
    refuse = _op(_RETURN, _ERRNO | errno.EPERM)
    code = [
        _op(_LOAD, _MACHINE),
        _op(_JUMP_EQ, _AUDIT[machine], 1, 0),
        _op(_RETURN, _KILL),  # 32-bit calls have other numbers
        _op(_LOAD, _NUMBER),
    ]
    if machine == "x86_64":
        code += [_op(_JUMP_GE, 0x4000_0000, 0, 1), refuse]  # x32: other numbers again
    code += [
        _when(call.clone, _op(_LOAD, _ARG_0), _op(_JUMP_ANY_BIT, _NAMESPACES, 0, 1), refuse),
        _op(_JUMP_EQ, call.clone3, 0, 1),
        _op(_RETURN, _ERRNO | errno.ENOSYS),
        _when(call.socket, _op(_LOAD, _ARG_0), _op(_JUMP_EQ, _AF_UNIX, 1, 0), refuse),
        _when(call.socketpair, _op(_LOAD, _ARG_0), _op(_JUMP_EQ, _AF_UNIX, 1, 0), refuse),
        # a child must die with the zygote, whatever it wishes
        _when(call.prctl, _op(_LOAD, _ARG_0), _op(_JUMP_EQ, linux.PR_SET_PDEATHSIG, 0, 1), refuse),
        _when(
            call.ioctl,
            _op(_LOAD, _ARG_1),
            _op(_JUMP_EQ, _TIOCSTI, 1, 0),
            _op(_JUMP_EQ, _TIOCLINUX, 0, 1),
            refuse,
        ),
    ]
    if not processes:
        code += [_when(call.clone, _op(_LOAD, _ARG_0), _op(_JUMP_ANY_BIT, _THREAD, 1, 0), refuse)]
        for number in _FORKS[machine]:
            code += [_op(_JUMP_EQ, number, 0, 1), refuse]
    for numbers in _DENIED.values():
        denied = numbers[column]
        if denied is not None:
            code += [_op(_JUMP_EQ, denied, 0, 1), refuse]
    code.append(_op(_RETURN, _ALLOW))
    return b"".join(code)
