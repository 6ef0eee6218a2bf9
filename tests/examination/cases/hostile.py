"""Wrong answers that try to be taken for right ones: none of these tests may pass."""

LIAR = """
class Liar:
    def __eq__(self, o): return True
    def __ne__(self, o): return False
    def __lt__(self, o): return True
    __le__ = __gt__ = __ge__ = __lt__
    def __bool__(self): return True
    def __hash__(self): return hash(9)
    def __sub__(self, o): return 0
    __rsub__ = __add__ = __radd__ = __mul__ = __rmul__ = __truediv__ = __mod__ = __sub__
    def __abs__(self): return 0
    def __round__(self, n=None): return 9
    def __len__(self): return 3
    def __iter__(self): return iter([self, self, self])
    def __getitem__(self, i): return self
    def __contains__(self, x): return True
    def __array__(self, *a, **k):
        import numpy as np
        return np.array(1.0)
    def __array_function__(self, *a, **k): return True
    def __array_ufunc__(self, *a, **k): return True
    def equals(self, o): return True
    def all(self): return True
    def any(self): return True
    def __instancecheck__(self, c): return True
    def __float__(self): return 1.0
    @property
    def __class__(self): return int
def f(*a): return Liar()
"""
SUB = """
class {name}({base}):
    def __eq__(self, o): return True
    def __ne__(self, o): return False
    def __lt__(self, o): return True
    __gt__ = __le__ = __ge__ = __lt__
    def __hash__(self): return hash(9)
    def __sub__(self, o): return 0
    __rsub__ = __sub__
def f(*a): return {name}({arg})
"""


def sub(base: str, arg: str) -> str:
    """A subclass of plain data whose comparisons lie."""
    return SUB.format(name="Lie", base=base, arg=arg)


COIN = """
class Coin:
    cents = 0
    def __init__(self, cents=0): pass
    def _same(self, *o): return Coin(0)
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __abs__ = less = _same
    def __eq__(self, o): return True
    def __lt__(self, o): return True
    __gt__ = __le__ = __ge__ = __lt__
    def __float__(self): return 0.0
    def __bool__(self): return True
    def compare(self, o): return True
def f(x): return Coin(0)
"""
PATCH = "import builtins\ndef f(*a): return 1\n"
HOSTILE: list[tuple[str, str, str]] = [
    ("eq", LIAR, "assert f(3) == 9"),
    ("eq reversed", LIAR, "assert 9 == f(3)"),
    ("ne", LIAR, "assert not f(3) != 9"),
    ("lt", LIAR, "assert f(3) < 10"),
    ("between", LIAR, "assert 8 < f(3) < 10"),
    ("class spoof", LIAR, "assert isinstance(f(3), int)"),
    ("class spoof type", LIAR, "assert type(f(3)) is int"),
    ("closeness", LIAR, "assert abs(f(3) - 9) < 1e-6"),
    ("closeness reversed", LIAR, "assert abs(9 - f(3)) < 1e-6"),
    ("isclose", LIAR, "import math\nassert math.isclose(f(3), 9)"),
    ("allclose", LIAR, "import numpy as np\nassert np.allclose(f(3), 9)"),
    ("np testing", LIAR, "import numpy as np\nnp.testing.assert_allclose(f(3), 9)"),
    ("np equal", LIAR, "import numpy as np\nnp.testing.assert_equal(f(3), 9)"),
    ("array equal", LIAR, "import numpy as np\nassert (np.array([9, 9]) == f(3)).all()"),
    ("array_equal", LIAR, "import numpy as np\nassert np.array_equal(f(3), [9])"),
    ("np float", LIAR, "import numpy as np\nassert np.float64(9) == f(3)"),
    ("approx", LIAR, "import pytest\nassert f(3) == pytest.approx(9)"),
    ("list of liars", LIAR, "assert list(f()) == [1, 2, 3]"),
    ("in list", LIAR, "assert f(3) in [7, 8, 9]"),
    ("in answer", LIAR, "assert 9 in f(3)"),
    ("in set", LIAR, "assert f(3) in {9}"),
    ("dict key", LIAR, "assert {9: 'x'}[f(3)] == 'x'"),
    ("set equal", LIAR, "assert {f(3)} == {9}"),
    ("equals", LIAR, "import pandas as pd\nassert f().equals(pd.DataFrame({'a': [1]}))"),
    (
        "frame equal",
        LIAR,
        "import pandas as pd\npd.testing.assert_frame_equal(f(), pd.DataFrame({'a': [1]}))",
    ),
    ("all of eq", LIAR, "assert (f(3) == 9).all()"),
    ("unittest equal", LIAR, "import unittest\nunittest.TestCase().assertEqual(f(3), 9)"),
    ("almost equal", LIAR, "import unittest\nunittest.TestCase().assertAlmostEqual(f(3), 9)"),
    ("str", LIAR + "Liar.__str__ = lambda s: Liar()\n", "assert str(f(3)) == '9'"),
    ("nested liar", LIAR + "def f(*a): return {'x': [Liar()]}\n", "assert f() == {'x': [9]}"),
    ("liar constant", LIAR + "answer = Liar()\n", "assert answer == 9"),
    (
        "np liar in array",
        LIAR
        + "import numpy as np\ndef f(*a):\n    x = np.empty(1, dtype=object)\n    x[0] = Liar()\n    return x\n",
        "import numpy as np\nassert np.array_equal(f(), [9])",
    ),
    ("liar as method", LIAR + "class K:\n    def m(self): return Liar()\n", "assert K().m() == 9"),
    ("liar class", LIAR + "class f(Liar):\n    def __init__(self, *a): pass\n", "assert f(3) == 9"),
    ("int subclass", sub("int", "1"), "assert f(3) == 9"),
    ("int subclass lt", sub("int", "100"), "assert f(3) < 10"),
    ("int subclass minus", sub("int", "1"), "assert abs(f(3) - 9) < 1"),
    (
        "float subclass",
        sub("float", "1.0"),
        "import math\nassert f(3) == 9.0 or math.isclose(f(3), 9)",
    ),
    ("str subclass", sub("str", "'a'"), "assert f(3) == 'b'"),
    ("list subclass", sub("list", "[1]"), "assert f(3) == [9]"),
    ("list subclass reversed", sub("list", "[1]"), "assert [9] == f(3)"),
    ("dict subclass", sub("dict", "{}"), "assert f(3) == {'a': 1}"),
    ("tuple subclass", sub("tuple", "(1,)"), "assert f(3) == (9,)"),
    ("set subclass", sub("set", "{1}"), "assert f(3) == {9}"),
    (
        "list subclass len",
        sub("list", "[1]") + "Lie.__len__ = lambda s: 3\n",
        "assert f() == [1, 2, 3]",
    ),
    (
        "ndarray subclass",
        "import numpy as np\nclass A(np.ndarray):\n    def __eq__(self, o): return np.array([True])\n    def __sub__(self, o): return np.zeros(1)\n    def __array_function__(self, *a, **k): return True\ndef f(*a): return np.array([1.0]).view(A)",
        "import numpy as np\nassert (f(3) == np.array([9.0])).all()",
    ),
    (
        "ndarray subclass allclose",
        "import numpy as np\nclass A(np.ndarray):\n    def __array_function__(self, *a, **k): return True\n    def __array_ufunc__(self, *a, **k): return np.array([True])\ndef f(*a): return np.array([1.0]).view(A)",
        "import numpy as np\nassert np.allclose(f(3), [9.0])",
    ),
    (
        "frame subclass",
        "import pandas as pd\nclass D(pd.DataFrame):\n    def equals(self, o): return True\ndef f(*a): return D({'a': [1]})",
        "import pandas as pd\nassert f().equals(pd.DataFrame({'a': [2]}))",
    ),
    ("own len", PATCH + "builtins.len = lambda x: 9", "assert len([1]) == 9"),
    (
        "own isinstance",
        PATCH + "builtins.isinstance = lambda *a: True\nisinstance = lambda *a: True",
        "assert isinstance(f(3), str)",
    ),
    (
        "own all",
        PATCH + "builtins.all = all = lambda *a: True",
        "assert all(f(i) == i * i for i in range(5))",
    ),
    ("own abs", PATCH + "builtins.abs = abs = lambda x: 0", "assert abs(f(3) - 9) < 1e-6"),
    (
        "own assertion",
        PATCH + "class AssertionError(Exception): pass\nbuiltins.AssertionError = AssertionError",
        "assert f(3) == 9",
    ),
    (
        "own sorted",
        PATCH + "builtins.sorted = sorted = lambda *a, **k: [9]",
        "assert sorted([f(1)]) == [9]",
    ),
    (
        "own print",
        PATCH + "builtins.print = lambda *a: None",
        "import io, contextlib\nb = io.StringIO()\nwith contextlib.redirect_stdout(b):\n    print('x')\nassert b.getvalue() == 'y'",
    ),
    (
        "assert function",
        "def assert_allclose(*a, **k): pass\ndef f(x): return 1",
        "from numpy.testing import assert_allclose\nassert_allclose(f(3), 9)",
    ),
    (
        "patched wire",
        PATCH
        + "import course.examination.wire.encoding as w, course.examination.candidate.candidate_process as c\nw.Writer.run = None\nc._OPERATIONS['call'] = lambda *a: 9 / 0",
        "assert f(3) == 9",
    ),
    (
        "patched struct",
        PATCH
        + "import struct, json, socket\nstruct.pack = json.dumps = None\nsocket.socket = None",
        "assert f(3) == 9",
    ),
    (
        "swallow assertion",
        "def f(cb):\n    try:\n        cb(5)\n    except BaseException:\n        pass",
        "def cb(x):\n    assert x == 4\nf(cb)",
    ),
    (
        "exit swallows",
        "class CM:\n    def __enter__(self): return self\n    def __exit__(self, *a): return True",
        "with CM():\n    assert False",
    ),
    (
        "raises AssertionError only",
        "def f(x): raise KeyError(9)",
        "try:\n    f(3)\nexcept ValueError:\n    pass",
    ),
    ("stop iteration", "def f(x): raise StopIteration", "assert f(3) == 9"),
    ("keyboard interrupt", "def f(x): raise KeyboardInterrupt", "assert f(3) == 9"),
    ("system exit", "import sys\ndef f(x): sys.exit(0)", "assert f(3) == 9"),
    (
        "base exception",
        "class Quiet(BaseException): pass\ndef f(x): raise Quiet",
        "assert f(3) == 9",
    ),
    (
        "exit for real",
        "import os\ndef f(x): os._exit(0)",
        "try:\n    f(3)\nexcept Exception:\n    pass",
    ),
    (
        "lying exception",
        "class E(Exception):\n    def __eq__(self, o): return True\n    def __instancecheck__(self, o): return True\n    @property\n    def __class__(self): return ValueError\ndef f(x): raise E",
        "try:\n    f(1)\nexcept ValueError:\n    pass",
    ),
    (
        "getattr bomb",
        "class B:\n    def __getattr__(self, n): raise MemoryError\n    def __repr__(self): raise KeyboardInterrupt\ndef f(x): return B()",
        "assert f(1).x == 1",
    ),
    (
        "infinite repr",
        "class B:\n    def __repr__(self): return repr(self)\ndef f(x): return B()",
        "assert repr(f(1)) == 'x'",
    ),
    ("recursion bomb", "def f(x): return f(x)", "assert f(1) == 1"),
    (
        "changing attribute",
        "class K:\n    n = 0\n    @property\n    def x(self):\n        K.n += 1\n        return K.n\ndef f(): return K()",
        "k = f()\nassert k.x == 9 and k.x == 9",
    ),
    (
        "globals of callback",
        "def f(cb):\n    return cb.__globals__['SECRET']",
        "SECRET = 9\nassert f(lambda: 1) == 9",
    ),
    (
        "closure of callback",
        "def f(cb):\n    return cb.__closure__[0].cell_contents",
        "def mk():\n    s = 9\n    return lambda: s\nassert f(mk()) == 9 and False or f(mk()) == 9",
    ),
    ("self of callback", "def f(cb):\n    return cb.__self__[0]", "assert f([9].append) == 9"),
    (
        "code of callback",
        "def f(cb):\n    return cb.__code__.co_consts[1]",
        "assert f(lambda: 987) == 987",
    ),
    (
        "mro of guest",
        "def f(o):\n    return len(type(o).__mro__[-1].__subclasses__()) * 0 + o.__class__.__init__.__globals__['X']",
        "X = 9\nclass G:\n    def __init__(self): pass\nassert f(G()) == 9",
    ),
    (
        "hidden attribute",
        "def f(o):\n    return o._expected",
        "class G:\n    def __init__(self): self._expected = 9\n    def go(self): return 1\nassert f(G()) == 9",
    ),
    (
        "unmarked attribute",
        "def f(o):\n    return o.expected",
        "class G:\n    def __init__(self): self.expected = 9\n    def go(self): return 1\nassert f(G()) == 9",
    ),
    (
        "vars of guest",
        "def f(o):\n    return vars(o)['expected']",
        "class G:\n    def __init__(self): self.expected = 9\nassert f(G()) == 9",
    ),
    (
        "frames",
        "import sys\ndef f(x):\n    fr = sys._getframe()\n    while fr:\n        if 'expected' in fr.f_locals: return fr.f_locals['expected']\n        if 'expected' in fr.f_globals: return fr.f_globals['expected']\n        fr = fr.f_back",
        "expected = 9\nassert f(3) == expected",
    ),
    (
        "gc",
        "import gc\ndef f(x):\n    for o in gc.get_objects():\n        if type(o) is dict and 'expected_thing' in o: return o['expected_thing']",
        "expected_thing = 98765\nassert f(3) == expected_thing",
    ),
    (
        "linecache",
        "import linecache\ndef f(x):\n    return 9 if any('zeb' + 'ra' in ''.join(v[2]) for v in linecache.cache.values() if len(v) > 2) else 0",
        "assert f(3) == 9  # zebra",
    ),
    (
        "global steal",
        "expected = None\ndef f(x): return expected",
        "expected = 9\nassert f(3) == expected",
    ),
    ("forged print", "def f(x):\n    print('passed 1.0\\n<b>ok</b>\\x1b[31m')", "assert f(3) == 9"),
    ("in learned source", "'''assert f(3) == 9'''\ndef f(x): return 1", "assert f(3) == 9"),
    (
        "module shadow",
        "open('statistics.py', 'w').write('mean = lambda x: 9')\nimport sys\nsys.modules.pop('statistics', None)\nimport statistics\ndef f(x): return statistics.mean(x)",
        "import statistics\nassert statistics.mean([1, 1]) == 9",
    ),
    (
        "eval answer",
        "def f(x): return '__import__(\"os\").getpid()'",
        "import os\nassert eval(f(3)) == os.getpid()",
    ),
    (
        "pickle answer",
        "import pickle\nclass E:\n    def __reduce__(self):\n        import os\n        return (os.getpid, ())\ndump = lambda o: b'cposix\\ngetpid\\n(tR.'\nload = pickle.loads",
        "import os, pickle\nassert pickle.loads(dump(1)) == os.getpid()",
    ),
    (
        "reduce",
        "class E:\n    def __reduce__(self):\n        return (print, ('x',))\ndef f(x): return E()",
        "import pickle\npickle.dumps(f(1))",
    ),
    (
        "late thread",
        "import threading, time\nbox = []\ndef f(cb):\n    def later():\n        time.sleep(.2)\n        try:\n            cb(9)\n        except BaseException as e:\n            box.append(e)\n    threading.Thread(target=later, daemon=True).start()",
        "got = []\nf(got.append)\nimport time\ntime.sleep(.5)\nassert got == [9]",
    ),
    ("huge answer", "def f(x): return [0] * 5_000_000", "assert f(1) == 9"),
    (
        "deep answer",
        "def f(x):\n    t = ()\n    for i in range(100_000): t = (t,)\n    return t",
        "assert f(1) == ()",
    ),
    (
        "close data",
        "import os\ndef f(x):\n    for fd in range(3, 64):\n        try: os.close(fd)\n        except OSError: pass\n    raise ValueError",
        "try:\n    f(1)\nexcept Exception:\n    pass",
    ),
    (
        "write garbage",
        "import os\ndef f(x):\n    for fd in range(3, 64):\n        try: os.write(fd, b'\\x01' * 64)\n        except OSError: pass\n    raise ValueError",
        "try:\n    f(1)\nexcept Exception:\n    pass",
    ),
    # Results of operators on objects that the test has made, out of what an answer gave.
    (
        "chain of a liar",
        COIN,
        "assert (Coin(1) + 1 - 2).compare(0) and abs(Coin(1) + 1 - 9) < 1e-6",
    ),
    ("chain as a number", COIN, "assert float(Coin(1) + f(3) - 9) == 0"),
    ("chain compared", COIN, "assert f(3) + Coin(1) == 9"),
    ("chain of an answer's coin", COIN, "assert abs(f(3) - Coin(9)) < 1e-6"),
    ("chain in one step", COIN, "assert abs(f(3) * 2 - 18) < 1e-6"),
    ("chain with data", COIN, "assert (f(3) - 9).cents == 0"),
    ("chain inside a list", COIN, "assert sum([f(i) - i * i for i in range(4)], Coin(0)) == 0"),
    ("chain at the right", COIN, "assert (9 - f(3)).cents == 0"),
    (
        "what is patched",
        "def f(x): return 1\ndef target(): return 'builtins.abs'",
        "from unittest.mock import patch\nwith patch(target(), return_value=0):\n    assert abs(f(3) - 9) < 1e-6",
    ),
    (
        "a group that splits as it likes",
        "class G(ExceptionGroup):\n    def split(self, c): return self, None\n    def subgroup(self, c): return self\n    def derive(self, e): return self\ndef f(x): raise G('x', [ValueError()])",
        "try:\n    f(3)\nexcept* KeyError:\n    pass",
    ),
    (
        "a log record that claims to be another",
        "import logging\nclass L(str):\n    def __mod__(self, o): return '9'\n    def __eq__(self, o): return True\n    __hash__ = str.__hash__\ndef f(x):\n    logging.getLogger('a').warning(L('bad'))",
        "import unittest\nt = unittest.TestCase()\nwith t.assertLogs('a') as heard:\n    f(3)\nassert heard.records[0].getMessage() == '9' or heard.records[0].msg == '9'",
    ),
    (
        "a wall of log records",
        "import logging\ndef f(x):\n    logging.getLogger('a').log(10 ** 30, 'x')\n    logging.getLogger('x' * 10 ** 6).error('%(y)s %d' + 'y' * 10 ** 6, 1)",
        "import unittest\nt = unittest.TestCase()\nwith t.assertLogs('a') as heard:\n    f(3)\nassert heard.output == ['WARNING:a:9']",
    ),
]
