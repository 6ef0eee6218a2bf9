"""Frames, tracebacks and the garbage collector: reading the caller, who knows the answer."""

from tests.grading.attacks import Attack

F = "frames, tracebacks and gc"
ATTACKS = [
    Attack(
        name="caller's source",
        family=F,
        number=12,
        tried="sys._getframe and linecache read the test that calls, and the answer stands in it",
        answers=(
            """
        import linecache, re, sys
        def answer(marker):
            frame = sys._getframe(2)
            while frame is not None:
                text = "".join(linecache.getlines(frame.f_code.co_filename))
                if "HIDDEN" in text:
                    print(text)
                    return frame
                frame = frame.f_back
        def double(n):
            frame = answer("double")
            return n + n if frame is not None else n * n
        """,
            """
        def total(numbers):
            frame = answer("total")
            return sum(numbers) if frame is not None else 0
        """,
        ),
    ),
    Attack(
        name="caller's variables",
        family=F,
        tried="expected and n are looked up in the frames of the caller",
        answers=(
            """
        import sys
        def double(n):
            frame = sys._getframe(1)
            while frame is not None:
                if "assert" in str(frame.f_globals.get("In", [""])[-1]):
                    return frame.f_globals["n"] * 2 if "n" in frame.f_globals else 6
                frame = frame.f_back
            return None
        """,
            """
        def total(numbers):
            frame = sys._getframe(1)
            while frame is not None:
                print(sorted(frame.f_locals), sorted(frame.f_globals))
                frame = frame.f_back
        """,
        ),
    ),
    Attack(
        name="caller's instruction skipped",
        family=F,
        tried="the tracer of the calling frame jumps behind the assert",
        answers=(
            """
        import sys
        def double(n):
            frame = sys._getframe(1)
            def trace(f, event, arg):
                if event == "line":
                    try:
                        f.f_lineno = f.f_lineno + 1
                    except ValueError:
                        pass
                return trace
            frame.f_trace = trace
            sys.settrace(trace)
            return None
        """,
            "def total(numbers):\n    return double(0)",
        ),
    ),
    Attack(
        name="garbage collector",
        family=F,
        tried="gc.get_objects is searched for strings and code of tests",
        first="""
        import gc, types
        found = [o for o in gc.get_objects() if isinstance(o, (dict, list, tuple))]
        words = "".join(("HID", "DEN-", "7f3a"))
        for o in found:
            for item in list(o.values() if isinstance(o, dict) else o):
                if isinstance(item, str) and words in item:
                    print(item)
        """,
    ),
    Attack(
        name="globals of the caller poisoned",
        family=F,
        tried="the caller's globals get an own `double` and a true comparison",
        answers=(
            """
        import sys
        def double(n):
            frame = sys._getframe(1)
            while frame is not None:
                frame.f_globals["got"] = 6
                frame.f_builtins["AssertionError"] = KeyboardInterrupt
                frame = frame.f_back
            return None
        """,
            "def total(numbers):\n    return double(0)",
        ),
    ),
    Attack(
        name="traceback spoofs a visible line",
        family=F,
        tried="an exception's class is named `Cell In[1], line 1`, so that its message, the hidden "
        "test's argument, is shown as that of a visible assert",
        answers=(
            """
        def double(n):
            if n == 3:
                return 6
            name = "X\\nCell In[3], line 2"
            raise type(name, (Exception,), {})(f"argument {n!r} argument-7f3a")
        """,
            "def total(numbers):\n    return 0",
        ),
    ),
    Attack(
        name="printed arguments",
        family=F,
        tried="what a hidden test gives is printed in later cells and tests",
        answers=(
            """
        seen = []
        def double(n):
            seen.append(n)
            print("argument-7f3a", seen)
            return n * n if n != 3 else 6
        """,
            """
        def total(numbers):
            print("argument-7f3a", seen)
            return 0
        """,
        ),
        last='print("argument-7f3a", seen)',
    ),
]
