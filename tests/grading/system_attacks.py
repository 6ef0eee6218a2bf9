"""Programs that test_attacks_system.py runs: what the kernel refuses, and what must be ended."""

# name: code, which ends with `answer` unset or wrong; then what its output must hold
REFUSED: dict[str, tuple[str, str]] = {
    "mount": (
        """
        import ctypes, os
        libc = ctypes.CDLL(None, use_errno=True)
        done = libc.mount(b"none", b"/box/work", b"tmpfs", 0, b"")
        print("refused" if done == -1 and ctypes.get_errno() == 1 else "MOUNTED")
        """,
        "refused",
    ),
    "umount": (
        """
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        print([libc.umount2(p, 2) for p in (b"/proc", b"/box", b"/usr/bin")])
        """,
        "[-1, -1, -1]",
    ),
    "unshare": (
        """
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        print([libc.unshare(f) for f in (0x10000000, 0x20000, 0x40000000, 0x20000000)])
        """,
        "[-1, -1, -1, -1]",
    ),
    "clone into new namespaces": (
        """
        import ctypes, platform
        libc = ctypes.CDLL(None, use_errno=True)
        number = 56 if platform.machine() == "x86_64" else 220
        print(libc.syscall(number, 0x10000000 | 17, 0, 0, 0, 0), ctypes.get_errno())
        print(libc.syscall(435, ctypes.create_string_buffer(88), 88), ctypes.get_errno())
        """,
        "-1 1\n-1 38",
    ),
    "setns": (
        """
        import ctypes, os
        libc = ctypes.CDLL(None, use_errno=True)
        print([libc.setns(os.open("/proc/self/ns/" + n, 0), 0) for n in ("user", "mnt", "net")])
        """,
        "[-1, -1, -1]",
    ),
    "chroot": (
        """
        import os
        try:
            os.chroot("/box/work")
        except PermissionError:
            print("refused")
        """,
        "refused",
    ),
    "setuid": (
        """
        import os
        for call in (os.setuid, os.seteuid, os.setgid):
            try:
                call(0)
            except OSError:
                print("refused")
        print(os.getuid(), os.getgid())
        """,
        "refused\nrefused\nrefused\n1000 1000",
    ),
    "ptrace": (
        """
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        print([libc.ptrace(r, 1, 0, 0) for r in (0, 16)])
        """,
        "[-1, -1]",
    ),
    "loopback": (
        """
        import socket
        for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, socket.AF_PACKET):
            try:
                socket.socket(family)
            except OSError:
                print("refused")
        """,
        "refused\n" * 4,
    ),
    "32-bit and x32 system calls": (
        """
        import ctypes, platform
        libc = ctypes.CDLL(None, use_errno=True)
        x32 = 0x40000000 + 41
        print(libc.syscall(x32, 2, 1, 0) if platform.machine() == "x86_64" else -1)
        """,
        "-1",
    ),
    "kernel interfaces": (
        """
        import ctypes, platform
        libc = ctypes.CDLL(None, use_errno=True)
        x86 = platform.machine() == "x86_64"
        numbers = (321, 298, 250, 323, 304, 425, 310) if x86 else (280, 241, 219, 282, 265, 425, 270)
        print([libc.syscall(n, 0, 0, 0, 0, 0) for n in numbers])
        """,
        "[-1, -1, -1, -1, -1, -1, -1]",
    ),
    "memory that no limit counts": (
        """
        import ctypes, os
        libc = ctypes.CDLL(None, use_errno=True)
        try:
            os.memfd_create("x")
        except PermissionError:
            print("refused")
        print(libc.shmget(0, 1 << 20, 0o1600), libc.msgget(0, 0o1600), libc.semget(0, 1, 0o1600))
        """,
        "refused\n-1 -1 -1",
    ),
    "keeping alive": (
        """
        import ctypes
        print(ctypes.CDLL(None).prctl(1, 0, 0, 0, 0))
        """,
        "-1",
    ),
    "writing to the interpreter": (
        """
        import os, sys, sysconfig
        for place in (sysconfig.get_path("purelib"), sysconfig.get_path("stdlib"), "/usr/bin",
                      "/etc", "/", "/dev", os.path.dirname(sys.executable)):
            try:
                open(place + "/planted.py", "w")
            except OSError as error:
                print(error.errno)
        try:
            os.utime(os.__file__)
        except OSError as error:
            print(error.errno)
        """,
        "30\n" * 8,
    ),
    "writing to the kernel's settings": (
        """
        for name in ("kernel/core_pattern", "vm/overcommit_memory", "kernel/pid_max"):
            try:
                open("/proc/sys/" + name, "w")
                print("WRITTEN")
            except OSError:
                print("refused")
        """,
        "refused\nrefused\nrefused",
    ),
    "new capabilities": (
        """
        import os, subprocess, shutil
        line = [l for l in open("/proc/self/status") if l.startswith(("CapEff", "CapBnd", "NoNew"))]
        print([int(l.split()[1], 16) for l in line])
        """,
        "[0, 0, 1]",
    ),
    "other processes": (
        """
        import os
        print(sorted(p for p in os.listdir("/proc") if p.isdigit()), os.getpid(), os.getppid())
        """,
        "['1'] 1 0",
    ),
    "descriptors": (
        """
        import os
        names = {n: os.readlink("/proc/self/fd/" + n) for n in os.listdir("/proc/self/fd")
                 if os.path.exists("/proc/self/fd/" + n)}
        kinds = sorted(t.split(":")[0].split(" ")[0] for t in names.values())
        print(kinds)
        """,
        "['/dev/null', '/memfd', '/memfd', 'socket', 'socket']",
    ),
    "core dumps": (
        """
        import resource
        print(resource.getrlimit(resource.RLIMIT_CORE))
        try:
            resource.setrlimit(resource.RLIMIT_CORE, (1 << 20, 1 << 20))
        except ValueError:
            print("refused")
        """,
        "(0, 0)\nrefused",
    ),
    "raising its limits": (
        """
        import resource
        for kind in (resource.RLIMIT_AS, resource.RLIMIT_NPROC, resource.RLIMIT_FSIZE,
                     resource.RLIMIT_CPU, resource.RLIMIT_NOFILE):
            try:
                resource.setrlimit(kind, (resource.RLIM_INFINITY,) * 2)
            except (ValueError, OSError):
                print("refused")
        """,
        "refused\n" * 5,
    ),
    "a terminal": (
        """
        import os
        try:
            os.open("/dev/tty", os.O_RDWR)
        except OSError:
            print("none")
        print(os.isatty(0), os.isatty(1), os.getsid(0))
        """,
        "none\nFalse False 1",
    ),
    "a huge argv": (
        """
        import os, subprocess
        try:
            subprocess.run(["/bin/true", *["x" * 100_000] * 400])
        except OSError as error:
            print("refused")
        """,
        "refused",
    ),
    "filling /dev/shm": (
        """
        try:
            for n in range(100):
                open(f"/dev/shm/{n}", "wb").write(bytes(1 << 20))
        except OSError as error:
            print(error.errno)
        """,
        "28",
    ),
    "filling the disk": (
        """
        try:
            for n in range(100):
                open(f"f{n}", "wb").write(bytes(1 << 20))
        except OSError as error:
            print(error.errno)
        """,
        "28",
    ),
    "one large file": (
        """
        try:
            open("f", "wb").write(bytes(5 << 20))
        except OSError as error:
            print(error.errno)
        """,
        "27",
    ),
    "many small files": (
        """
        try:
            for n in range(1000):
                open(f"f{n}", "w").close()
        except OSError as error:
            print(error.errno, n < 200)
        """,
        "28 True",
    ),
    "memory": (
        """
        try:
            x = bytearray(300 << 20)
        except MemoryError:
            print("refused")
        """,
        "refused",
    ),
    "descriptors without end": (
        """
        import os
        try:
            while True:
                os.dup(0)
        except OSError as error:
            print(error.errno)
        """,
        "24",
    ),
    "watching others": (
        """
        import ctypes, os
        libc = ctypes.CDLL(None, use_errno=True)
        watch = libc.inotify_init1(0o4000)
        libc.inotify_add_watch(watch, b"/tmp", 0xFFF)
        libc.inotify_add_watch(watch, b"/usr/bin", 0xFFF)
        try:
            print(os.read(watch, 100))
        except BlockingIOError:
            print("silence")
        """,
        "silence",
    ),
}

# name: code that does not come to an end, or ends more than itself
ENDED: dict[str, str] = {
    "a spin": "while True:\n    pass",
    "a sleep": "import time\ntime.sleep(600)",
    "SIGINT ignored": """
        import signal, time
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        while True:
            time.sleep(1)
        """,
    "KeyboardInterrupt swallowed": """
        while True:
            try:
                while True:
                    pass
            except BaseException:
                pass
        """,
    "os._exit": "import os\nos._exit(0)",
    "a segmentation fault": "import ctypes\nctypes.string_at(0)",
    "abort": "import os\nos.abort()",
    "closing every descriptor": "import os\nos.closerange(0, 256)",
    "kill of all": "import os, signal\nos.kill(-1, signal.SIGKILL)",
    "kill of pid 1": "import os, signal\nos.kill(1, signal.SIGKILL)",
    "kill of the parent": "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)",
    "a fork bomb": """
        import os
        while True:
            try:
                os.fork()
            except OSError:
                pass
        """,
    "threads without end": """
        import threading, time
        while True:
            try:
                threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
            except RuntimeError:
                pass
        """,
    "memory in many processes": """
        import os, time
        for _ in range(12):
            if os.fork() == 0:
                x = bytearray(os.urandom(1 << 20)) * 100
                time.sleep(600)
        time.sleep(600)
        """,
}
