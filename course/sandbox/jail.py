"""The jail: what a child process may see and use.

It is built in two steps. `enter_jail` is called by the zygote, once: the process becomes the first
of its own pid namespace, in a file system of read-only binds of the interpreter, its libraries,
the system's programs and a few files of /etc, with no home, no course folder and no network.
`Jail.enclose` is called by each child that was cloned with `CHILD_NAMESPACES`, and closes what is
still open: it maps the child's ids, mounts its /box and /proc, sets its limits, takes all rights
from it and installs the seccomp filter. A child finds /box/work (its files, and its working
folder), /box/home, /box/tmp, /box/shm and /box/pristine, all on one tmpfs of limited size.
"""

import os
import platform
import resource
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from course.errors import GradingError
from course.files import PACKAGE
from course.jobs import Limits
from course.sandbox import linux, seccomp

BOX: Final = "/box"
WORK: Final = f"{BOX}/work"
PRISTINE: Final = f"{BOX}/pristine"
HOME: Final = f"{BOX}/home"
TMP: Final = f"{BOX}/tmp"  # noqa: S108 - a tmpfs of one's own
FOLDERS: Final = (WORK, PRISTINE, HOME, TMP, f"{BOX}/shm")
CHILD_NAMESPACES: Final = (
    linux.NEWUSER | linux.NEWPID | linux.NEWNS | linux.NEWIPC | linux.NEWUTS | linux.NEWNET
)
LEARNER_ID: Final = 1000  # what a child sees as its uid and gid

_ZYGOTE_NAMESPACES = linux.NEWNS | linux.NEWPID | linux.NEWIPC | linux.NEWUTS | linux.NEWNET
_FIRST_SPARE_UID = 61_184  # systemd's range for users that no file belongs to
_OLD = "/.old"
_HARD = linux.MS_NOSUID | linux.MS_NODEV
_DEVICES = ("null", "zero", "full", "random", "urandom")
_ETC = {
    "passwd": f"learner:x:{LEARNER_ID}:{LEARNER_ID}::{BOX}/home:/bin/sh\n",
    "group": f"learner:x:{LEARNER_ID}:\n",
    "hosts": "127.0.0.1 localhost\n",
    "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
    # matplotlib asks fontconfig, which complains where there is no such file
    "fonts.conf": '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig/>\n',
}
_ADVICE = (
    "Grading needs Linux 5.14 or newer with user namespaces: see that "
    "`sysctl user.max_user_namespaces` is above 0, that kernel.unprivileged_userns_clone is 1 and "
    "kernel.apparmor_restrict_unprivileged_userns is 0 where they exist, and in a container that "
    "its seccomp profile allows unshare and mount (docker run --security-opt seccomp=unconfined "
    "--security-opt systempaths=unconfined). Uid 0 of a container that took its capabilities away "
    "cannot: use another uid. --unsafe-no-sandbox grades without, and says so."
)


def visible_paths(import_paths: Iterable[str]) -> list[str]:
    """List what a child may read of this machine: existing paths, none below another."""
    wanted = [f"/{name}" for name in ("bin", "sbin", "lib", "lib32", "lib64")]
    for prefix in ("/usr", sys.base_prefix, sys.base_exec_prefix, sys.prefix, sys.exec_prefix):
        names = ("bin", "sbin", "lib", "lib32", "lib64", "libexec", "pyvenv.cfg")
        wanted += [f"{prefix}/{name}" for name in names]
    wanted += ["/usr/share/zoneinfo", "/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives"]
    wanted += [os.path.normpath(path) for path in import_paths]
    paths: list[str] = []
    for path in sorted(dict.fromkeys(os.path.normpath(p) for p in wanted), key=len):
        inside = any(
            path == p or path.startswith(f"{p}/") for p in paths if not Path(p).is_symlink()
        )
        if not inside and Path(path).exists():
            paths.append(path)
    return paths


def hidden_paths_exposed(hidden: Iterable[str | Path], import_paths: Iterable[str]) -> list[str]:
    """List those of `hidden` that a child could read, or that hold something it can read."""
    seen = [os.path.realpath(path) for path in visible_paths(import_paths)]
    return [
        str(path)
        for path in hidden
        if any(
            os.path.realpath(path) == s or os.path.realpath(path).startswith(f"{s}/") for s in seen
        )
    ]


def enter_jail(import_paths: Sequence[str]) -> "Jail":
    """Build the jail and return inside it, in a new process that is the first there.

    The process that called does not return: it closes its descriptors, waits for the new one
    and ends as that one ends.
    """
    paths = visible_paths(import_paths)
    outside = os.getpid()
    spare = _FIRST_SPARE_UID + outside % 4000
    privileged = os.geteuid() == 0 and _has_id(spare) and _unshared_as_root()
    if not privileged:
        uid, gid = os.geteuid(), os.getegid()
        linux.unshare(linux.NEWUSER | _ZYGOTE_NAMESPACES)
        map_ids(uid, gid)
    pid = os.fork()
    if pid:
        linux.close_from(3)
        _, status = os.waitpid(pid, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    _build_root(paths)
    if privileged:
        _leave_root(spare)
    linux.drop_capabilities()
    linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
    linux.prctl(linux.PR_SET_DUMPABLE, 1)  # a child must write its own id maps
    linux.prctl(linux.PR_SET_PDEATHSIG, 9)
    uid, gid = os.getuid(), os.getgid()
    seccomp.program(platform.machine())  # made once, for all children
    return Jail(uid=uid, gid=gid, counted=_counted(uid, gid))


def _unshared_as_root() -> bool:
    """Unshare without a user namespace, which only a root with all its rights may."""
    try:
        linux.unshare(_ZYGOTE_NAMESPACES)
    except PermissionError:
        return False
    return True


def _has_id(wanted: int) -> bool:
    """Tell whether this (container's) user namespace knows a uid besides its own."""
    for line in Path("/proc/self/uid_map").read_text(encoding="ascii").splitlines():
        first, _, count = (int(number) for number in line.split())
        if first <= wanted < first + count:
            return True
    return False


def _leave_root(spare: int) -> None:
    """Become a user that owns nothing: the kernel does not count root's processes."""
    for folder in FOLDERS:
        os.chown(folder, spare, spare)
    os.setgroups([])
    os.setresgid(spare, spare, spare)
    os.setresuid(spare, spare, spare)


def map_ids(outer_uid: int, outer_gid: int) -> None:
    """Map the one id outside to the learner's id inside a new user namespace."""
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{LEARNER_ID} {outer_uid} 1")
    _write("/proc/self/gid_map", f"{LEARNER_ID} {outer_gid} 1")


def _write(path: str, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(descriptor, text.encode())
    except OSError as error:
        raise OSError(error.errno, f"{path} <- {text}: {error.strerror}") from error
    finally:
        os.close(descriptor)


def _build_root(paths: Sequence[str]) -> None:
    """Pivot into a tmpfs that holds `paths` read-only, and let go of everything else."""
    real = {path: os.path.realpath(path) for path in paths}
    linux.mount("none", "/", flags=linux.MS_REC | linux.MS_PRIVATE)
    # Any folder will do: pivot_root frees it again, so that what it held can still be bound.
    linux.mount("tmpfs", "/tmp", "tmpfs", _HARD, "mode=0755,size=4m,nr_inodes=4096")  # noqa: S108
    Path(f"/tmp{_OLD}").mkdir()  # noqa: S108
    linux.pivot_root("/tmp", f"/tmp{_OLD}")  # noqa: S108
    os.chdir("/")
    devices = [f"/dev/{name}" for name in _DEVICES]
    binds = [*dict.fromkeys(sorted(real.values(), key=len)), *devices]
    binds = [b for b in binds if not any(b.startswith(f"{other}/") for other in binds)]
    for path in binds:
        _bind(path)
    links = [(path, target) for path, target in real.items() if path != target]
    links += [
        ("/tmp", TMP),  # noqa: S108
        ("/var/tmp", TMP),  # noqa: S108
        ("/dev/shm", f"{BOX}/shm"),  # noqa: S108
        ("/dev/fd", "/proc/self/fd"),
        ("/dev/stdin", "/proc/self/fd/0"),
        ("/dev/stdout", "/proc/self/fd/1"),
        ("/dev/stderr", "/proc/self/fd/2"),
    ]
    for path, target in links:
        if not os.path.lexists(path):
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            Path(path).symlink_to(target)
    Path("/etc").mkdir(exist_ok=True)
    for name, text in _ETC.items():
        Path(f"/etc/{name}").write_text(text, encoding="utf-8")
    Path(BOX).mkdir()
    Path("/proc").mkdir()
    if not _mount_proc():
        linux.mount(f"{_OLD}/proc", "/proc", flags=linux.MS_BIND | linux.MS_REC)
    linux.detach(_OLD)
    Path(_OLD).rmdir()
    for path in binds:
        device = path in devices
        attributes = linux.ATTR_NOSUID | (0 if device else linux.ATTR_RDONLY | linux.ATTR_NODEV)
        linux.set_mount_attributes(path, attributes, recursive=True)
    linux.set_mount_attributes("/", linux.ATTR_RDONLY, recursive=False)
    _make_box("size=64m,nr_inodes=4096")  # the zygote's own; a child covers it


def _counted(uid: int, gid: int) -> bool:
    """Try whether the kernel holds a limit of processes here: not for a container's root."""
    pid, pidfd = linux.clone(CHILD_NAMESPACES)
    if not pid:
        code = 1
        try:
            map_ids(uid, gid)
            resource.setrlimit(resource.RLIMIT_NPROC, (1, 1))
            os.fork()
        except BlockingIOError:
            code = 0
        finally:
            os._exit(code)
    os.close(pidfd)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def _bind(path: str) -> None:
    if Path(f"{_OLD}{path}").is_dir():
        Path(path).mkdir(parents=True, exist_ok=True)
    else:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).touch()
    linux.mount(f"{_OLD}{path}", path, flags=linux.MS_BIND | linux.MS_REC)


def _mount_proc() -> bool:
    try:
        linux.mount("proc", "/proc", "proc", _HARD | linux.MS_NOEXEC)
    except PermissionError:  # this container covers a part of its own /proc
        return False
    return True


def _make_box(options: str) -> None:
    linux.mount("tmpfs", BOX, "tmpfs", _HARD, f"mode=0755,{options}")
    for folder in FOLDERS:
        os.mkdir(folder, 0o700)  # noqa: PTH102


@dataclass(frozen=True, slots=True, kw_only=True)
class Jail:
    """Proof that this process is inside: only `enter_jail` makes one, and only it can enclose."""

    uid: int
    gid: int
    counted: bool  # does the kernel count this user's processes?

    def enclose(self, limits: Limits, *, image_bytes: int, forks: bool = False) -> None:
        """Close the jail around this freshly cloned child; there is no way back.

        With `forks` it may start processes even where the kernel does not count them.
        """
        map_ids(self.uid, self.gid)
        counted = self.counted or forks
        _make_box(f"size={limits.work_bytes},nr_inodes={limits.work_files}")
        if _mount_proc():
            # Linux 6.14 counts pids by namespace, root's too; 300 are set aside after one round.
            with suppress(OSError):
                _write("/proc/sys/kernel/pid_max", str(300 + 2 * limits.processes))
                counted = True
            linux.set_mount_attributes("/proc", linux.ATTR_RDONLY, recursive=False)
        else:
            linux.mount("none", "/proc", "tmpfs", _HARD | linux.MS_RDONLY, "size=4k,nr_inodes=2")
        set_limits(limits, image_bytes=image_bytes, processes=True)
        linux.drop_capabilities()
        linux.install_filter(seccomp.program(platform.machine(), processes=counted))


def set_limits(limits: Limits, *, image_bytes: int, processes: bool) -> None:
    """Set this process's resource limits; `image_bytes` is what it already has mapped."""
    wanted = {
        resource.RLIMIT_AS: image_bytes + limits.memory_bytes,
        resource.RLIMIT_CPU: limits.cpu_s,
        resource.RLIMIT_FSIZE: limits.file_bytes,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 1 << 16,
    }
    if processes:  # in a user namespace of one's own the count is one's own, too
        wanted[resource.RLIMIT_NPROC] = limits.processes
    for kind, value in wanted.items():
        _, hard = resource.getrlimit(kind)
        most = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (most, most))


def limit_open_files(limits: Limits) -> None:
    """Limit descriptors: last, when this child has sent its own.

    The kernel counts descriptors under way by user, and two learners are one user to it: against
    the small limit another learner could already have used it up.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = limits.open_files if hard == resource.RLIM_INFINITY else min(limits.open_files, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def require() -> None:
    """Raise GradingError, saying what is missing and what to do, where there can be no jail."""
    if not linux.supported():
        raise GradingError(
            f"no sandbox on {platform.system()} {platform.machine()}: expected Linux on x86_64 "
            f"or aarch64. {_ADVICE}"
        )
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from course.sandbox import jail; jail.probe()"
    )
    root = PACKAGE.parent
    try:
        attempt = subprocess.run(
            [sys.executable, "-s", "-P", "-B", "-c", code, str(root)],
            env={"PATH": os.defpath},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GradingError(f"no sandbox here: {error}. {_ADVICE}") from error
    if attempt.returncode:
        raise GradingError(refusal(attempt.stderr))


def refusal(output: str) -> str:
    """Say why the jail could not be built, from the last line that the attempt printed."""
    lines = output.strip().splitlines() or ["it ended without a word"]
    return f"no sandbox here: {lines[-1]}. {_ADVICE}"


def probe() -> None:
    """Build a jail and one child in it, then end; the exit code tells."""
    jail = enter_jail([])
    pid, _ = linux.clone(CHILD_NAMESPACES)
    if not pid:
        code = 1
        try:
            jail.enclose(Limits(), image_bytes=address_space())
            code = 0
        except OSError as error:
            os.write(2, f"{error}\n".encode())
        finally:
            os._exit(code)
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


def address_space() -> int:
    """Return the bytes that this process has mapped (what RLIMIT_AS counts); 0 where unknown."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * resource.getpagesize()
