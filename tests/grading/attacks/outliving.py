"""Threads and children that outlive the cell, and act while tests run or after them."""

from tests.grading.attacks import Attack

F = "threads and children that outlive the cell"
DAEMON = """
    import os, sys, time
    if os.fork() == 0:
        os.setsid()
        if os.fork():
            os._exit(0)
        import sqlite3
        folder = os.getcwd()
        for _ in range(60):
            time.sleep(0.1)
            for up in ("../../..", "../..", ".."):
                path = os.path.join(folder, up, "gradebook.db")
                if os.path.exists(path):
                    try:
                        book = sqlite3.connect(path, timeout=0.5)
                        book.execute("update grade set manual_score = 231, needs_manual_grade = 0 "
                                     "where notebook_id in (select sn.id from submitted_notebook sn "
                                     "join submitted_assignment sa on sa.id = sn.assignment_id "
                                     "where sa.student_id = 'LEARNER')".replace(
                                         "LEARNER", folder.split(os.sep)[-2]))
                        book.commit()
                        book.close()
                    except sqlite3.Error:
                        pass
        os._exit(0)
"""
ATTACKS = [
    Attack(
        name="daemon writes the gradebook",
        family=F,
        number=10,
        tried="a double-forked process outlives the kernel and writes manual_score",
        first=DAEMON,
    ),
    Attack(
        name="thread patches later",
        family=F,
        tried="a thread swaps the function for one that knows, while tests run",
        first="""
        import threading, time
        def swap():
            for _ in range(50):
                globals()["double"] = type("Any", (), {"__call__": lambda s, n: s,
                                                       "__eq__": lambda s, o: True})()
                time.sleep(0.01)
        threading.Thread(target=swap, daemon=True).start()
        """,
    ),
    Attack(
        name="thread interrupts tests",
        family=F,
        tried="interrupt_main and PyThreadState_SetAsyncExc throw success into the main thread",
        first="""
        import ctypes, threading, time
        main = threading.main_thread().ident
        def throw():
            for _ in range(20):
                time.sleep(0.05)
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(main), ctypes.py_object(SystemExit))
        threading.Thread(target=throw, daemon=True).start()
        """,
    ),
    Attack(
        name="child answers for the parent",
        family=F,
        tried="a forked child lives on with the parent's sockets and answers with true objects",
        unsafe="would leave a process behind",
        first="""
        import os
        if os.fork() == 0:
            class Any:
                def __eq__(self, other): return True
                __hash__ = None
            double = total = lambda *a: Any()
        """,
    ),
    Attack(
        name="subprocess leaves a writer",
        family=F,
        tried="a child goes on writing into the work folder while tests run",
        first="""
        import subprocess, sys
        subprocess.Popen([sys.executable, "-c", "import time\\nfor n in range(60):\\n"
            " time.sleep(.05)\\n open('answer.txt', 'w').write('x')"], start_new_session=True)
        """,
    ),
]
