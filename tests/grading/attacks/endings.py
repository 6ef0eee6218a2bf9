"""Exit and signals: a program that ends, or will not end, as if it had passed."""

from tests.grading.attacks import RIGHT, Attack

F = "exit and signals"
ATTACKS = [
    Attack(
        name="os._exit",
        family=F,
        number=14,
        tried="the process ends with status 0 in the test",
        answers=(
            "import os\ndef double(n):\n    os._exit(0)",
            "def total(numbers):\n    os._exit(0)",
        ),
    ),
    Attack(
        name="os._exit after a right answer",
        family=F,
        number=14,
        honest=RIGHT,
        tried="what was earned before an exit must not grow by it",
        last="import os\nos._exit(0)",
    ),
    Attack(
        name="sys.exit and quit",
        family=F,
        tried="SystemExit, quit() and exit() in a test",
        answers=(
            "import sys\ndef double(n):\n    sys.exit(0)",
            "def total(numbers):\n    get_ipython().ask_exit()\n    raise KeyboardInterrupt",
        ),
    ),
    Attack(
        name="KeyboardInterrupt swallowed",
        family=F,
        number=14,
        tried="the cell ignores interrupts until the time is up",
        answers=(
            """
        import time
        def double(n):
            while True:
                try:
                    time.sleep(60)
                except BaseException:
                    pass
        """,
            "def total(numbers):\n    return double(1)",
        ),
    ),
    Attack(
        name="signal to the parent",
        family=F,
        tried="SIGTERM and SIGINT to the parent and to pid 1",
        unsafe="would end the benchmark",
        first="""
        import os, signal
        for pid in (os.getppid(), 1):
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
                try:
                    os.kill(pid, number)
                except OSError as error:
                    print(error)
        """,
    ),
    Attack(
        name="kill(-1)",
        family=F,
        tried="SIGKILL to every process",
        unsafe="would end this machine's processes",
        first="import os\nos.kill(-1, 9)",
    ),
    Attack(
        name="alarm",
        family=F,
        tried="a signal handler raises success in the middle of a test",
        first="""
        import signal
        def leave(*args):
            raise SystemExit(0)
        signal.signal(signal.SIGALRM, leave)
        signal.setitimer(signal.ITIMER_REAL, 0.05, 0.01)
        """,
    ),
    Attack(
        name="iopub closed",
        family=F,
        number=14,
        tried="the kernel's output socket and every descriptor above 2 are closed",
        first="""
        import os
        try:
            get_ipython().kernel.iopub_socket.close()
        except Exception as error:
            print(type(error))
        os.closerange(3, 256)
        """,
    ),
    Attack(
        name="atexit",
        family=F,
        tried="atexit and threading hooks print success as it ends",
        first="""
        import atexit, threading
        atexit.register(lambda: print("passed"))
        threading.excepthook = lambda *a: None
        """,
    ),
    Attack(
        name="stack overflow",
        family=F,
        tried="recursion without end, the limit lifted",
        answers=(
            "import sys\nsys.setrecursionlimit(10**9)\ndef double(n):\n    return double(n)",
            "def total(numbers):\n    return double(1)",
        ),
        unsafe="would take this machine's memory",
    ),
]
