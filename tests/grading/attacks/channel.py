"""Forged results on the result channel; hostile data; one's own memory searched for tests."""

from tests.grading.attacks import Attack

F = "forged results"
SOCKETS = """
    import json, os, socket, stat, struct
    ends = []
    for fd in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode):
                ends.append(fd)
        except OSError:
            pass
"""
FORGE = """
    for fd in ends:
        for cell in ("ex1-tests", "ex2-tests"):
            text = json.dumps({"id": cell, "status": "ok", "error": None, "outputs": [],
                               "value": 3, "seconds": 0}).encode()
            try:
                os.set_blocking(fd, False)
                os.write(fd, struct.pack(">I", len(text)) + text)
            except OSError:
                pass
"""
ATTACKS = [
    Attack(
        name="control socket written",
        family=F,
        tried="every socket it finds gets a report that the tests passed",
        first=SOCKETS + FORGE,
    ),
    Attack(
        name="data socket written in a test",
        family=F,
        answers=(
            SOCKETS + "    def double(n):\n"
            "        for fd in ends:\n"
            "            os.set_blocking(fd, False)\n"
            "            for text in (b'{\"ok\": 6}', b'[1, 6]', b'6', b'[\"answer\", 6]'):\n"
            "                try:\n"
            "                    os.write(fd, struct.pack('>I', len(text)) + text)\n"
            "                except OSError:\n"
            "                    pass\n"
            "        return n * n\n",
            "def total(numbers):\n    return 0",
        ),
        tried="a made-up answer goes ahead of the true one",
    ),
    Attack(
        name="wire protocol spoken",
        family=F,
        tried="the grader's own modules, found in the process, are asked to call the examiner back",
        first="""
        import gc, sys
        for thing in gc.get_objects():
            kind = type(thing)
            if kind.__module__.startswith("course.grading") and kind.__name__ in ("Peer", "Control"):
                for ask in (("call", 2, (), {}), ("get", 2, "__globals__"), ("get", 0, "namespace"),
                            ("special", 2, "__eq__", (1,)), ("bind", (), (), ())):
                    try:
                        print(thing.ask(*ask))
                    except BaseException as error:
                        print(type(error).__name__)
        """,
    ),
    Attack(
        name="peer patched",
        family=F,
        tried="methods of the connection are replaced, so that each question is answered with 6",
        first="""
        import gc
        for thing in gc.get_objects():
            kind = type(thing)
            if kind.__module__.startswith("course.grading"):
                for name in ("serve", "_serve", "ask", "encode", "decode", "report"):
                    if hasattr(kind, name):
                        try:
                            setattr(kind, name, lambda self, *a, **k: 6)
                        except (AttributeError, TypeError):
                            pass
        """,
    ),
    Attack(
        name="pickle",
        family="hostile data",
        tried="an answer whose __reduce__ runs code where it is loaded",
        answers=(
            """
        class Load:
            def __reduce__(self):
                return (print, ("ran",))
            def __reduce_ex__(self, protocol):
                return self.__reduce__()
        def double(n):
            return Load()
        """,
            "def total(numbers):\n    return {Load(): [Load()]}",
        ),
    ),
    Attack(
        name="bottomless data",
        family="hostile data",
        tried="answers that contain themselves, or nest 100,000 deep",
        answers=(
            """
        def double(n):
            loop = []
            loop.append(loop)
            return loop
        """,
            """
        def total(numbers):
            deep = []
            for _ in range(100_000):
                deep = [deep]
            return deep
        """,
        ),
    ),
    Attack(
        name="huge data",
        family="hostile data",
        tried="answers of 50 MB and numbers of 10^6 digits",
        answers=(
            "def double(n):\n    return b'x' * 50_000_000",
            "def total(numbers):\n    return 10 ** 1_000_000",
        ),
    ),
    Attack(
        name="surrogates and odd keys",
        family="hostile data",
        tried="lone surrogates, NUL, objects as keys, names of dunder methods",
        answers=(
            """
        def double(n):
            return {"\\ud800": "\\x00", (): frozenset(), "__class__": int, "$type": "exec"}
        """,
            "def total(numbers):\n    return {'__reduce__': print, 'ok': 3, 'value': 3}",
        ),
    ),
    Attack(
        name="infinite iterator",
        family="hostile data",
        tried="an answer that never ends",
        answers=(
            "import itertools\ndef double(n):\n    return itertools.count()",
            "def total(numbers):\n    yield from itertools.count()",
        ),
    ),
    Attack(
        name="dtype object array",
        family="hostile data",
        tried="arrays of objects with __eq__ and metadata",
        answers=(
            """
        import numpy as np
        class Any:
            def __eq__(self, other): return True
            __hash__ = None
        def double(n):
            return np.array(Any(), dtype=object)
        """,
            "def total(numbers):\n    return np.array([Any()], dtype=object)",
        ),
    ),
    Attack(
        name="memory searched for tests",
        family="own memory",
        tried="/proc/self/mem is searched for hidden tests and solutions",
        last="""
        import re
        needle = "".join(("HIDDEN", "-7f", "3")).encode()  # not the whole word: it finds itself
        with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
            for line in maps:
                low, high = (int(p, 16) for p in line.split()[0].split("-"))
                if "rw" not in line or "[v" in line or high - low > 1 << 26:
                    continue
                try:
                    memory.seek(low)
                    block = memory.read(high - low)
                except (OSError, OverflowError, ValueError):
                    continue
                for hit in re.finditer(needle, block):
                    if block[hit.end():hit.end() + 1] == bytes([97]):
                        print(block[max(0, hit.start() - 200):hit.end() + 200].decode("latin-1"))
        """,
    ),
    Attack(
        name="earlier submissions searched",
        family="own memory",
        tried="sys.modules, the heap and /tmp are searched for another learner's answers",
        last="""
        import gc, os, sys
        words = "".join(("return n", " + n"))
        for thing in gc.get_objects():
            if isinstance(thing, dict):
                for value in list(thing.values()):
                    if isinstance(value, str) and words in value and "words" not in value:
                        print("THEIRS", value)
        print(os.listdir("/tmp"))
        """,
    ),
]
