"""Functions and plain data."""

from tests.examination.cases import case

CASES = [
    case("square", "def f(x):\n    return x * x", "assert f(3) == 9", "assert f(3) == 10"),
    case(
        "float type",
        "def f(x):\n    return x / 2",
        "assert isinstance(f(3), float)",
        "assert type(f(4)) is int",
    ),
    case(
        "nose-like",
        "def mean(xs):\n    return sum(xs) / len(xs)",
        "from numpy.testing import assert_equal, assert_allclose\nassert_equal(mean([1, 2, 3]), 2)\n"
        "assert_allclose(mean([1, 2]), 1.5)",
        "from numpy.testing import assert_equal\nassert_equal(mean([1]), 2)",
    ),
    case(
        "unittest",
        "def f(x):\n    return [x] * 2",
        "import unittest\nt = unittest.TestCase()\nt.assertEqual(f(1), [1, 1])\nt.assertListEqual(f(2), [2, 2])",
        "t.assertEqual(f(1), [1])",
    ),
    case(
        "unittest class",
        "def f(x):\n    return x + 1",
        "import unittest\nclass T(unittest.TestCase):\n    def test_a(self):\n        self.assertEqual(f(1), 2)\n"
        "r = unittest.TextTestRunner(stream=open('/dev/null', 'w')).run(unittest.defaultTestLoader.loadTestsFromTestCase(T))\nassert r.wasSuccessful()",
    ),
    case(
        "md5 of str",
        "answer = 42",
        "import hashlib\nassert hashlib.md5(str(answer).encode()).hexdigest() == hashlib.md5(b'42').hexdigest()",
    ),
    case(
        "sha1 of type",
        "ans = 1.5",
        'from hashlib import sha1\nassert sha1(str(type(ans)).encode("utf-8")+b"salt").hexdigest() == sha1(b"<class \'float\'>salt").hexdigest()',
    ),
    case(
        "sha1 np type",
        "import numpy as np\nans = np.float64(1.5)",
        'from hashlib import sha1\nassert str(type(ans)) == "<class \'numpy.float64\'>"\nassert str(ans) == "1.5"',
    ),
    case(
        "value error",
        "def f(x):\n    if x < 0:\n        raise ValueError('negative')\n    return x",
        "try:\n    f(-1)\nexcept ValueError:\n    pass\nelse:\n    raise AssertionError('no error')",
        "try:\n    f(1)\nexcept ValueError:\n    pass\nelse:\n    raise AssertionError('no error')",
        "try:\n    f(-1)\nexcept ValueError as e:\n    assert str(e) == 'negative' and e.args == ('negative',)",
    ),
    case(
        "pytest raises",
        "def f(x):\n    return 1 / x",
        "import pytest\nwith pytest.raises(ZeroDivisionError):\n    f(0)",
        "with pytest.raises(ValueError):\n    f(0)",
        "with pytest.raises(ZeroDivisionError, match='division'):\n    f(0)",
    ),
    case(
        "not implemented",
        "def f(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()",
        "assert f(1) == 1",
    ),
    case(
        "missing name",
        "x = 1",
        "assert f(1) == 1",
        "try:\n    f\nexcept NameError:\n    ok = True\nassert ok",
    ),
    case(
        "in place sort",
        "def bubble(xs):\n    xs.sort()",
        "l = [3, 1, 2]\nr = bubble(l)\nassert l == [1, 2, 3] and r is None",
    ),
    case(
        "returns same list",
        "def push(xs, x):\n    xs.append(x)\n    return xs",
        "l = [1]\nassert push(l, 2) is l\nassert l == [1, 2]",
    ),
    case(
        "does not change",
        "def s(xs):\n    return sorted(xs)",
        "l = [3, 1]\ns(l)\nassert l == [3, 1]",
    ),
    case(
        "changes",
        "def s(xs):\n    xs.sort()\n    return xs",
        "l = [3, 1]\ns(l)\nassert l == [3, 1]",
    ),
    case(
        "nested in place",
        "def t(m):\n    m[0][1] = 9\n    m.append([7])",
        "m = [[1, 2], [3]]\nrow = m[0]\nt(m)\nassert row == [1, 9] and m == [[1, 9], [3], [7]]",
    ),
    case(
        "dict in place",
        "def count(d, k):\n    d[k] = d.get(k, 0) + 1",
        "d = {}\ncount(d, 'a')\ncount(d, 'a')\nassert d == {'a': 2}",
    ),
    case("set in place", "def add(s, x):\n    s.add(x)", "s = set()\nadd(s, 3)\nassert s == {3}"),
    case(
        "mutable default",
        "def f(x, acc=[]):\n    acc.append(x)\n    return acc",
        "assert f(1) == [1]\nassert f(2) == [1, 2]",
    ),
    case(
        "no mutable default",
        "def f(x, acc=None):\n    acc = [] if acc is None else acc\n    acc.append(x)\n    return acc",
        "assert f(1) == [1]\nassert f(2) == [2]",
    ),
    case(
        "kwargs",
        "def f(*args, **kwargs):\n    return args, kwargs",
        "assert f(1, 2, a=3) == ((1, 2), {'a': 3})",
    ),
    case(
        "tuple return",
        "def f():\n    return 1, 'a', None",
        "a, b, c = f()\nassert (a, b, c) == (1, 'a', None)\nassert type(f()) is tuple",
    ),
    case(
        "closure",
        "def counter():\n    n = 0\n    def inc():\n        nonlocal n\n        n += 1\n        return n\n    return inc",
        "c = counter()\nassert [c(), c(), c()] == [1, 2, 3]\nd = counter()\nassert d() == 1",
    ),
    case(
        "lambda answer",
        "square = lambda x: x * x",
        "assert square(4) == 16\nassert callable(square)\nassert square.__name__ == '<lambda>'",
    ),
    case(
        "function facts",
        'def f(a, b=2, *c, d: int = 3, **e) -> str:\n    """Doc."""\n    return "x"',
        "assert f.__name__ == 'f' and f.__doc__ == 'Doc.' and callable(f)",
        "import inspect\nassert list(inspect.signature(f).parameters) == ['a', 'b', 'c', 'd', 'e']\n"
        "assert inspect.signature(f).parameters['b'].default == 2\nassert inspect.isfunction(f)",
        "assert f.__annotations__ == {'d': int, 'return': str}",
        "import types\nassert isinstance(f, types.FunctionType)",
        "assert f.__defaults__ == (2,)",
        "assert f.__code__.co_varnames[:2] == ('a', 'b')",
    ),
    case(
        "recursion",
        "def fact(n):\n    return 1 if n == 0 else n * fact(n - 1)",
        "assert fact(20) == 2432902008176640000\nassert fact(100) % 97 == 0",
        "try:\n    fact(-1)\nexcept RecursionError:\n    pass\nelse:\n    assert False",
    ),
    case(
        "generator",
        "def gen(n):\n    for i in range(n):\n        yield i * i",
        "g = gen(3)\nassert next(g) == 0\nassert list(g) == [1, 4]",
        "import types\nassert isinstance(gen(1), types.GeneratorType)",
        "import inspect\nassert inspect.isgeneratorfunction(gen)",
        "assert inspect.isgenerator(gen(2))",
        "from itertools import islice\nassert list(islice(gen(10**9), 3)) == [0, 1, 4]",
        "g = gen(1)\nnext(g)\ntry:\n    next(g)\nexcept StopIteration:\n    pass\nelse:\n    assert False",
    ),
    case(
        "generator send",
        "def echo():\n    x = None\n    while True:\n        x = yield x",
        "g = echo()\nnext(g)\nassert g.send(5) == 5\ng.close()",
    ),
    case(
        "map and filter",
        "def evens(xs):\n    return filter(lambda x: x % 2 == 0, xs)\ndef doubled(xs):\n    return map(lambda x: 2 * x, xs)",
        "assert list(evens(range(5))) == [0, 2, 4]\nassert list(doubled([1, 2])) == [2, 4]\nassert sum(doubled([3])) == 6",
    ),
    case(
        "zip enumerate",
        "def pairs(a, b):\n    return zip(a, b)",
        "assert list(pairs([1, 2], 'ab')) == [(1, 'a'), (2, 'b')]\nassert dict(pairs('x', [1])) == {'x': 1}",
    ),
    case(
        "dict views",
        "def ks(d):\n    return d.keys()\ndef vs(d):\n    return d.values()\ndef its(d):\n    return d.items()",
        "d = {'a': 1}\nassert ks(d) == {'a'} and list(vs(d)) == [1] and list(its(d)) == [('a', 1)]\nassert type(ks(d)) == type({}.keys())",
    ),
    case(
        "range answer",
        "r = range(0, 10, 2)",
        "assert r == range(0, 10, 2) and list(r)[-1] == 8 and isinstance(r, range)",
    ),
    case(
        "Decimal Fraction",
        "from decimal import Decimal\nfrom fractions import Fraction\na = Decimal('1.10')\nb = Fraction(2, 4)",
        "from decimal import Decimal\nfrom fractions import Fraction\nassert a == Decimal('1.1') and str(a) == '1.10' and b == Fraction(1, 2)",
    ),
    case(
        "datetime",
        "import datetime as dt\ndef due(d, n):\n    return d + dt.timedelta(days=n)",
        "import datetime\nassert due(datetime.date(2020, 2, 28), 1) == datetime.date(2020, 2, 29)\nassert isinstance(due(datetime.datetime(2020, 1, 1), 1), datetime.datetime)",
    ),
    case(
        "complex bytes",
        "z = 3 + 4j\nb = b'ab'\nba = bytearray(b'ab')",
        "assert abs(z) == 5 and b[0] == 97 and ba == bytearray(b'ab') and type(ba) is bytearray",
    ),
    case(
        "frozenset", "fs = frozenset([1, 2])", "assert fs == {1, 2} and isinstance(fs, frozenset)"
    ),
    case(
        "deep data",
        "def tree(n):\n    return [tree(n - 1)] if n else []",
        "t = tree(300)\nn = 0\nwhile t:\n    t = t[0]\n    n += 1\nassert n == 300",
    ),
    case(
        "wide data",
        "def table(n):\n    return [{'id': i, 'name': str(i)} for i in range(n)]",
        "t = table(5000)\nassert len(t) == 5000 and t[-1] == {'id': 4999, 'name': '4999'}",
    ),
    case("cyclic", "l = [1]\nl.append(l)", "assert l[1] is l"),
    case(
        "order of dict",
        "d = {'b': 1, 'a': 2}",
        "import json\nassert json.dumps(d) == '{\"b\": 1, \"a\": 2}'\nassert list(d) == ['b', 'a']",
    ),
    case(
        "collections",
        "from collections import Counter, defaultdict, OrderedDict, deque\nc = Counter('abca')\ndd = defaultdict(list)\ndd['x'].append(1)\nod = OrderedDict(a=1)\ndq = deque([1, 2], maxlen=2)",
        "import collections\nassert c['a'] == 2 and c.most_common(1) == [('a', 2)] and isinstance(c, collections.Counter)",
        "assert isinstance(dd, collections.defaultdict) and dd['y'] == [] and dd['x'] == [1]",
        "assert type(od) is collections.OrderedDict\ndq.append(3)\nassert list(dq) == [2, 3]",
    ),
    case(
        "defaultdict lambda",
        "from collections import defaultdict\nd = defaultdict(lambda: 7)",
        "assert d['q'] == 7",
    ),
    case(
        "namedtuple",
        "from collections import namedtuple\nP = namedtuple('P', 'x y')\ndef mid(a, b):\n    return P((a.x + b.x) / 2, (a.y + b.y) / 2)",
        "m = mid(P(0, 0), P(2, 4))\nassert m == (1, 2) and m.x == 1 and isinstance(m, P) and isinstance(m, tuple)\nassert m == P(1, 2) and P._fields == ('x', 'y')\nx, y = m\nassert m._asdict() == {'x': 1, 'y': 2}",
    ),
    case(
        "typed namedtuple",
        "from typing import NamedTuple\nclass Emp(NamedTuple):\n    name: str\n    pay: int = 3",
        "e = Emp('a')\nassert e.pay == 3 and e == ('a', 3) and repr(e) == \"Emp(name='a', pay=3)\"",
    ),
    case(
        "nan",
        "x = float('nan')\ninf = float('inf')",
        "import math\nassert math.isnan(x) and inf > 10**300",
    ),
    case("big int", "def f(n):\n    return 2 ** n", "assert f(5000) == 2 ** 5000"),
    case(
        "string result",
        "def f(s):\n    return s[::-1].upper()",
        "assert f('abc') == 'CBA'\nassert isinstance(f('x'), str)\nassert f('ü€') == '€Ü'",
    ),
    case(
        "sort key",
        "def by(xs, key=None):\n    return sorted(xs, key=key)",
        "assert by(['bb', 'a'], key=len) == ['a', 'bb']\nassert by([3, -4], key=lambda x: -x) == [3, -4]\nassert by([3, -4], abs) == [3, -4]",
    ),
    case(
        "callback",
        "def apply(f, xs):\n    return [f(x) for x in xs]",
        "assert apply(lambda x: x + 1, [1, 2]) == [2, 3]\nassert apply(str, [1]) == ['1']\nseen = []\napply(seen.append, [1, 2])\nassert seen == [1, 2]",
    ),
    case(
        "callback raising",
        "def safe(f):\n    try:\n        return f()\n    except ValueError as e:\n        return str(e)",
        "def bad():\n    raise ValueError('no')\nassert safe(bad) == 'no'",
        "def worse():\n    raise KeyError('k')\ntry:\n    safe(worse)\nexcept KeyError as e:\n    assert e.args == ('k',)\nelse:\n    assert False",
    ),
    case(
        "decorator",
        "import functools\ndef twice(f):\n    @functools.wraps(f)\n    def w(*a, **k):\n        f(*a, **k)\n        return f(*a, **k)\n    return w",
        "calls = []\n@twice\ndef note(x):\n    'doc'\n    calls.append(x)\n    return len(calls)\nassert note('a') == 2 and calls == ['a', 'a']\nassert note.__name__ == 'note' and note.__doc__ == 'doc'",
    ),
    case(
        "memoize",
        "def memoize(f):\n    cache = {}\n    def w(n):\n        if n not in cache:\n            cache[n] = f(n)\n        return cache[n]\n    return w",
        "count = 0\n@memoize\ndef fib(n):\n    global count\n    count += 1\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\nassert fib(30) == 832040\nassert count == 31",
    ),
    case(
        "compose",
        "def compose(f, g):\n    return lambda x: f(g(x))",
        "h = compose(lambda x: x + 1, lambda x: x * 2)\nassert h(3) == 7",
    ),
    case(
        "partial",
        "from functools import partial\nadd5 = partial(lambda a, b: a + b, 5)",
        "assert add5(1) == 6",
    ),
    case(
        "lru_cache",
        "from functools import lru_cache\n@lru_cache(maxsize=None)\ndef fib(n):\n    return n if n < 2 else fib(n-1) + fib(n-2)",
        "assert fib(50) == 12586269025\nassert fib.cache_info().hits > 0\nfib.cache_clear()",
    ),
    case(
        "generator argument",
        "def total(it):\n    return sum(it)",
        "assert total(x for x in range(4)) == 6\nassert total(iter([1, 2])) == 3\nassert total(map(int, '12')) == 3",
    ),
    case(
        "iterator consumed",
        "def first(it):\n    return next(it)",
        "i = iter([1, 2, 3])\nassert first(i) == 1\nassert next(i) == 2",
    ),
    case(
        "global counter",
        "count = 0\ndef inc():\n    global count\n    count += 1\n    return count",
        "inc()\ninc()\nassert count == 2",
        "assert count == 2\ninc()\nassert count == 3",
    ),
    case(
        "global list",
        "log = []\ndef add(x):\n    log.append(x)\ndef reset():\n    log.clear()",
        "reset()\nadd(1)\nassert log == [1]\nadd(2)\nassert log == [1, 2]",
        "reset()\nassert log == []",
    ),
    case(
        "test fills global list",
        "items = []\ndef n():\n    return len(items)",
        "items.append(5)\nassert n() == 1\nitems.clear()\nassert n() == 0",
    ),
    case(
        "nested dict arg",
        "def walk(d):\n    d['a']['b'].append(1)\n    d['new'] = d['a']",
        "d = {'a': {'b': []}}\nwalk(d)\nassert d['a']['b'] == [1] and d['new'] is d['a']",
    ),
    case(
        "shared identity",
        "a = [1]\nb = a\nc = {'a': a}",
        "assert a is b and c['a'] is a",
        "b.append(2)\nassert a == [1, 2] and c == {'a': [1, 2]}",
    ),
    case(
        "keeps a list",
        "store = {}\ndef keep(xs):\n    store['x'] = xs\ndef get():\n    return store['x']",
        "l = [1]\nkeep(l)\nl.append(2)\nassert get() == [1, 2]\nassert get() is l",
    ),
    case(
        "bool results",
        "def even(n):\n    return n % 2 == 0",
        "assert even(2) is True\nassert even(3) is False\nassert even(2) == True",
    ),
    case("assert message", "def f():\n    return 1", "assert f() == 2, f'expected 2, got {f()}'"),
    case(
        "partial credit",
        "def f(x):\n    return x",
        "score = 0\nif f(1) == 1:\n    score += 1\nscore",
    ),
    case(
        "timing",
        "def f(n):\n    return n",
        "import time\nt = time.time()\nfor i in range(20):\n    f(i)\nassert time.time() - t < 5",
    ),
    case(
        "regex",
        "import re\npattern = re.compile(r'(\\d+)-(\\d+)')\ndef m(s):\n    return re.match(r'(\\w)', s)",
        "assert pattern.match('12-3').groups() == ('12', '3')\nassert m('a').group(1) == 'a'\nassert m('!') is None\nassert bool(m('x'))",
    ),
    case(
        "type answers",
        "t = int\nts = [int, str]",
        "assert t is int and ts == [int, str] and t('3') == 3",
    ),
    case(
        "custom error",
        "class BankError(ValueError):\n    def __init__(self, msg, amount):\n        super().__init__(msg)\n        self.amount = amount\ndef pay(n):\n    raise BankError('low', n)",
        "try:\n    pay(5)\nexcept BankError as e:\n    assert str(e) == 'low' and e.amount == 5\nelse:\n    assert False",
        "try:\n    pay(5)\nexcept ValueError as e:\n    assert type(e) is BankError and type(e).__name__ == 'BankError'",
        "assert issubclass(BankError, ValueError) and issubclass(BankError, Exception)",
        "raise BankError('x', 1)",
        "try:\n    raise BankError('y', 2)\nexcept BankError as e:\n    assert e.amount == 2",
    ),
    case(
        "error chain",
        "def f():\n    try:\n        1/0\n    except ZeroDivisionError as e:\n        raise ValueError('v') from e",
        "try:\n    f()\nexcept ValueError as e:\n    pass\nelse:\n    assert False",
    ),
    case(
        "system exit",
        "import sys\ndef stop():\n    sys.exit(3)",
        "try:\n    stop()\nexcept SystemExit as e:\n    assert e.code == 3",
        "import pytest\nwith pytest.raises(SystemExit):\n    stop()",
    ),
    case(
        "assertion in solution",
        "def f(x):\n    assert x > 0, 'positive'\n    return x",
        "try:\n    f(-1)\nexcept AssertionError as e:\n    assert str(e) == 'positive'\nelse:\n    raise Exception",
        "f(-1)",
    ),
    case(
        "files",
        "def save(path, text):\n    with open(path, 'w') as f:\n        f.write(text)\ndef size(f):\n    return len(f.read())",
        "import io\nassert size(io.StringIO('abc')) == 3",
    ),
    case(
        "file objects",
        "def lines(f):\n    return [l.strip() for l in f]\ndef dump(f):\n    print('hi', file=f)\n    f.write('x')",
        "import io\nassert lines(io.StringIO('a\\nb\\n')) == ['a', 'b']\nb = io.StringIO()\ndump(b)\nassert b.getvalue() == 'hi\\nx'",
    ),
    case(
        "csv",
        "import csv\ndef rows(f):\n    return list(csv.DictReader(f))",
        "import io\nassert rows(io.StringIO('a,b\\n1,2\\n')) == [{'a': '1', 'b': '2'}]",
    ),
    case(
        "slice and ellipsis",
        "s = slice(1, 3)\ne = ...",
        "assert [0, 1, 2, 3][s] == [1, 2] and e is Ellipsis",
    ),
    case(
        "path",
        "from pathlib import Path\ndef child(p):\n    return p / 'x'",
        "from pathlib import Path\nassert child(Path('/a')) == Path('/a/x')\nassert isinstance(child(Path('/a')), Path)",
    ),
    case("uuid", "import uuid\nu = uuid.UUID(int=5)", "import uuid\nassert u == uuid.UUID(int=5)"),
    case(
        "async",
        "import asyncio\nasync def get(x):\n    await asyncio.sleep(0)\n    return x + 1",
        "assert await get(1) == 2",
        "import asyncio, inspect\nassert inspect.iscoroutinefunction(get)",
        "assert await asyncio.gather(get(1), get(2)) == [2, 3]",
    ),
    case(
        "type hints",
        "from typing import List\ndef f(xs: List[int]) -> int:\n    return len(xs)",
        "assert f([1]) == 1\nassert f.__annotations__['return'] is int",
    ),
    case(
        "isinstance tuple",
        "def f():\n    return {1: [2.5]}",
        "assert isinstance(f(), (dict, list))\nassert isinstance(f()[1][0], float)",
    ),
    case(
        "star args",
        "def f(a, *, b):\n    return a - b",
        "assert f(3, b=1) == 2\ntry:\n    f(3, 1)\nexcept TypeError:\n    pass\nelse:\n    assert False",
    ),
    case(
        "higher order",
        "def make(n):\n    return [lambda x, i=i: x + i for i in range(n)]",
        "fs = make(3)\nassert [f(1) for f in fs] == [1, 2, 3]\nassert len(fs) == 3",
    ),
    case(
        "dispatch",
        "ops = {'+': lambda a, b: a + b, 'max': max}",
        "assert ops['+'](1, 2) == 3 and ops['max'](1, 2) == 2 and set(ops) == {'+', 'max'}",
    ),
    case(
        "string methods",
        "words = 'the cat'.split()",
        "assert words == ['the', 'cat'] and words[0].title() == 'The'",
    ),
    case("while loop out", "x = 0\nwhile x < 5:\n    x += 1", "assert x == 5", "assert x == 6"),
]
