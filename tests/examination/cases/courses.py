"""What real courses do at the boundary: warnings, sources, history, coroutines, many objects."""

from tests.examination.cases import case

ASYNC = (
    "import asyncio\n"
    "async def double(x):\n    await asyncio.sleep(0.01)\n    return 2 * x\n"
    "async def both(a, b):\n    return await asyncio.gather(double(a), double(b))\n"
    "async def fetch_all(urls, fetch):\n    return await asyncio.gather(*(fetch(u) for u in urls))\n"
    "async def one_by_one(urls, fetch):\n    return [await fetch(u) for u in urls]\n"
    "async def bad():\n    await asyncio.sleep(0)\n    raise KeyError('x')\n"
    "async def ticks(n):\n    for i in range(n):\n        await asyncio.sleep(0)\n        yield i\n"
    "async def slow(log):\n    try:\n        await asyncio.sleep(30)\n    finally:\n        log.append('closed')\n"
    "async def limited(jobs, n):\n    sem = asyncio.Semaphore(n)\n    async def one(job):\n        async with sem:\n            return await job()\n"
    "    return await asyncio.gather(*(one(j) for j in jobs))\n"
    "async def drain(queue):\n    out = []\n    while not queue.empty():\n        out.append(await queue.get())\n    return out\n"
    "class Pool:\n    async def __aenter__(self):\n        self.open = True\n        return self\n"
    "    async def __aexit__(self, *a):\n        self.open = False\n    async def get(self, x):\n        return x + 1\n"
    "async def retry(f, n):\n    for i in range(n):\n        try:\n            return await f()\n        except ValueError:\n            pass\n    raise RuntimeError('gave up')\n"
    "async def wait_for_all(cos):\n    return [await c for c in cos]\n"
)
CASES = [
    case(
        "coroutines",
        ASYNC,
        "assert await double(3) == 6 and await both(1, 2) == [2, 4]",
        "assert await asyncio.gather(double(1), double(2), double(3)) == [2, 4, 6]",
        "import asyncio, inspect\nassert asyncio.iscoroutinefunction(double) and inspect.iscoroutine(c := double(1))\nassert await c == 2",
        "t = asyncio.create_task(double(5))\nassert await t == 10",
        "assert await asyncio.wait_for(double(2), 5) == 4",
        "try:\n    await bad()\nexcept KeyError as e:\n    assert e.args == ('x',)\nelse:\n    assert False",
        "import pytest\nwith pytest.raises(KeyError):\n    await bad()",
        "assert [x async for x in ticks(3)] == [0, 1, 2]",
        "assert await double(3) == 7",
        "async with Pool() as p:\n    assert p.open and await p.get(1) == 2\nassert not p.open",
    ),
    case(
        "coroutines of the test's",
        ASYNC,
        "async def fetch(u):\n    await asyncio.sleep(0.001)\n    return u * 2\nimport asyncio\nassert await fetch_all('abc', fetch) == ['aa', 'bb', 'cc'] and await one_by_one([1], fetch) == [2]",
        "active = peak = 0\nasync def busy(u):\n    global active, peak\n    active += 1\n    peak = max(peak, active)\n    await asyncio.sleep(0.01)\n    active -= 1\n    return u\nassert await fetch_all(range(4), busy) == [0, 1, 2, 3] and peak == 4",
        "peak = 0\nassert await one_by_one(range(3), busy) == [0, 1, 2] and peak == 1",
        "peak = 0\nassert await limited([lambda i=i: busy(i) for i in range(5)], 2) == [0, 1, 2, 3, 4] and peak == 2",
        "calls = []\nasync def flaky():\n    calls.append(1)\n    if len(calls) < 3:\n        raise ValueError\n    return 'ok'\nassert await retry(flaky, 5) == 'ok' and len(calls) == 3",
        "async def never():\n    raise ValueError\ntry:\n    await retry(never, 2)\nexcept RuntimeError:\n    pass\nelse:\n    assert False",
        "q = asyncio.Queue()\nfor i in range(3):\n    q.put_nowait(i)\nassert await drain(q) == [0, 1, 2] and q.empty()",
        "assert await wait_for_all([busy(1), double(4)]) == [1, 8]",
        "peak = 0\nawait one_by_one(range(3), busy)\nassert peak == 3",
        "from unittest.mock import AsyncMock\nm = AsyncMock(return_value=3)\nassert await fetch_all([1, 2], m) == [3, 3] and m.await_count == 2",
    ),
    case(
        "coroutines that are cancelled",
        ASYNC,
        "log = []\ntry:\n    await asyncio.wait_for(slow(log), 0.05)\nexcept asyncio.TimeoutError:\n    pass\nelse:\n    assert False\nassert log == ['closed']",
        "log = []\nt = asyncio.create_task(slow(log))\nawait asyncio.sleep(0.02)\nt.cancel()\ntry:\n    await t\nexcept asyncio.CancelledError:\n    pass\nassert t.cancelled() and log == ['closed']",
        "import asyncio\nasync with asyncio.timeout(5):\n    assert await double(2) == 4",
    ),
    case(
        "warnings without a filter",
        "import warnings\ndef old(x):\n    warnings.warn('old is old', DeprecationWarning)\n    return x\n"
        "def odd(x):\n    if x % 2:\n        warnings.warn(f'{x} is odd')\n    return x",
        "import warnings\nwith warnings.catch_warnings(record=True) as w:\n    odd(3)\nassert len(w) == 1 and 'odd' in str(w[0].message) and w[0].category is UserWarning",
        "with warnings.catch_warnings(record=True) as w:\n    old(1)\nassert [x.category for x in w] == [DeprecationWarning]",
        "with warnings.catch_warnings(record=True) as w:\n    warnings.simplefilter('always')\n    odd(1)\n    odd(1)\n    odd(2)\nassert len(w) == 2",
        "with warnings.catch_warnings(record=True) as w:\n    odd(3)\n    odd(3)\nassert len(w) == 1",
        "with warnings.catch_warnings(record=True) as w:\n    odd(2)\nassert not w",
        "with warnings.catch_warnings(record=True) as w:\n    odd(3)\nassert not w",
        "import pytest\nwith pytest.warns(UserWarning, match='odd'):\n    odd(5)",
        "with warnings.catch_warnings():\n    warnings.simplefilter('error')\n    try:\n        odd(3)\n    except UserWarning:\n        pass\n    else:\n        pass",
    ),
    case(
        "warnings that the answer filters",
        "import warnings\nwarnings.filterwarnings('ignore')\ndef odd(x):\n    warnings.warn('odd')",
        "import warnings\nwith warnings.catch_warnings(record=True) as w:\n    odd(3)\nassert len(w) == 1",
    ),
    case(
        "a class written step by step",
        [
            (
                "solution",
                "class A:\n    def f(self):\n        return 'one'\n    def g(self):\n        return 1",
            ),
            (
                "test",
                "import inspect\nassert \"'one'\" in inspect.getsource(A.f) and A().f() == 'one'",
            ),
            ("solution", "class A(A):\n    def f(self):\n        return 'two'"),
            (
                "test",
                "assert \"'two'\" in inspect.getsource(A.f) and 'return 1' in inspect.getsource(A.g)\nassert \"'one'\" not in inspect.getsource(A().f)",
            ),
            ("solution", "def h(x):\n    return x\ndef k(x):\n    return h(x)"),
            ("test", "assert 'return x' in inspect.getsource(h) and h.__code__.co_argcount == 1"),
            ("solution", "def h(x, y=2):\n    return x + y"),
            ("test", "assert 'x + y' in inspect.getsource(h) and h.__code__.co_argcount == 2"),
        ],
    ),
    case(
        "history",
        [
            ("solution", "6 * 7"),
            ("solution", "x = 1"),
            ("solution", "'text'"),
            ("test", "assert Out[1] == 42 and Out[3] == 'text' and _oh[1] == 42 and 2 not in Out"),
            (
                "test",
                "assert _i == In[-2] and _i1 == '6 * 7' and In[2] == 'x = 1' and _i3 == \"'text'\"",
            ),
            ("test", "assert _1 == 42 and _3 == 'text'"),
            ("solution", "[1, 2]"),
            ("test", "assert _ == [1, 2] and __ == 'text' and len(Out) == 3"),
            ("test", "assert _ii == '[1, 2]' and _i.startswith('assert _ ==')"),
            ("test", "assert Out[1] == 41"),
            ("test", "5"),
            ("test", "for _ in range(3):\n    pass\nassert _ == 2 and Out[11] == 5"),
        ],
    ),
    case(
        "five thousand arrays",
        "import numpy as np\ndef arrays(n):\n    return [np.full(2, i) for i in range(n)]\ndef total(xs):\n    return sum(int(x.sum()) for x in xs)\n"
        "def stamp(xs):\n    for x in xs:\n        x[0] = -1\nmany = [[i] for i in range(6000)]",
        "xs = arrays(5000)\nassert len(xs) == 5000 and xs[4999].tolist() == [4999, 4999]",
        "assert total(xs) == 24995000 and total(arrays(3)) == 6",
        "assert len(many) == 6000 and many[5999] == [5999] and total(arrays(2)) == 2",
        "import numpy as np\nown = [np.zeros(2) for _ in range(5000)]\nstamp(own)\nassert all(x[0] == -1 for x in own)",
        "assert True",
    ),
    case(
        "fakes and what is swallowed",
        "def safe(f):\n    try:\n        return f()\n    except Exception as e:\n        return type(e).__name__\n"
        "def through(f):\n    return f()\ndef interrupted(f):\n    try:\n        f()\n    except KeyboardInterrupt:\n        return 'stopped'\n"
        "def run(tests):\n    failed = 0\n    for t in tests:\n        try:\n            t()\n        except AssertionError:\n            failed += 1\n    return failed\n"
        "def leave(n):\n    raise SystemExit(n)\ndef wire(button):\n    button.on_click = lambda: 'clicked'\n"
        "def rename(c):\n    c.name = 'new'\n    return c",
        "def f():\n    raise ValueError\nassert safe(f) == 'ValueError'",
        "def f():\n    assert False, 'no'\ntry:\n    through(f)\nexcept AssertionError as e:\n    assert str(e) == 'no'\nelse:\n    raise ValueError",
        "def fake():\n    raise KeyboardInterrupt\nassert interrupted(fake) == 'stopped'",
        "def bad():\n    assert 1 == 2\nassert run([bad, bad, lambda: None]) == 2",
        "import pytest\nwith pytest.raises(SystemExit) as info:\n    leave(3)\nassert info.value.code == 3",
        "class Button:\n    on_click = None\n    def press(self):\n        return self.on_click()\nb = Button()\nwire(b)\nassert b.press() == 'clicked'",
        "from unittest.mock import Mock\nm = Mock()\nassert rename(m) is m and m.name == 'new'",
        "class C:\n    name = 'old'\n    def shout(self):\n        return self.name.upper()\nassert rename(C()).shout() == 'NEW'",
    ),
    case(
        "locals of the reference",
        "def f(x):\n    expected = x * 2\n    tol = 1\n    return expected",
        "expected = 6\ntol = 0.1\nassert abs(f(3) - expected) < tol",
        "assert expected == 6",
    ),
    case(
        "containers and operators that are the exercise",
        "class Trie:\n    def __init__(self):\n        self.words = set()\n    def add(self, w):\n        self.words.add(w)\n    def __contains__(self, w):\n        return w in self.words\n"
        "def build(words):\n    t = Trie()\n    for w in words:\n        t.add(w)\n    return t\n"
        "class V:\n    def __init__(self, x):\n        self.x = x\n    def __mul__(self, k):\n        return V(self.x * k)\n    __rmul__ = __mul__\n"
        "    def __add__(self, o):\n        return V(self.x + o.x)\n    def __eq__(self, o):\n        return self.x == o.x\n    def __bool__(self):\n        return self.x != 0\n"
        "    def __radd__(self, o):\n        return self\n    def __abs__(self):\n        return abs(self.x)\ndef vs():\n    return [V(1), V(2)]",
        "t = build(['cat'])\nassert 'cat' in t and 'dog' not in t",
        "assert 3 * V(2) == V(6) == V(2) * 3 and (V(1) + V(2)) * 2 == V(6) and not V(0) and abs(V(-2) * 3) == 6",
        "assert sum(vs()) == V(3) and 2 * vs()[1] == V(4)",
        "assert 'dog' in t",
    ),
]
