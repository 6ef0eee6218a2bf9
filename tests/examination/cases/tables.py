"""numpy, pandas, matplotlib."""

from tests.examination.cases import case

NP = "import numpy as np\n"
PD = "import numpy as np\nimport pandas as pd\n"
PLT = "import numpy as np\nimport matplotlib.pyplot as plt\n"
CASES = [
    case(
        "np array",
        NP + "a = np.arange(6).reshape(2, 3)\ndef norm(v):\n    return np.sqrt((v ** 2).sum())",
        "assert a.shape == (2, 3) and a.dtype == np.int64\nassert np.isclose(norm(np.array([3, 4])), 5)",
        "np.testing.assert_array_equal(a[0], [0, 1, 2])",
        "np.testing.assert_allclose(a.mean(axis=0), [1.5, 2.5, 3.5])",
        "np.testing.assert_array_equal(a, np.zeros((2, 3)))",
        "assert type(norm(a)) is np.float64 and isinstance(norm(a), float)",
        "assert isinstance(a, np.ndarray) and a.flags['C_CONTIGUOUS']",
    ),
    case(
        "np in place",
        NP + "def zero(a):\n    a[a < 0] = 0\ndef scale(a):\n    a *= 2\n    return a",
        "x = np.array([-1, 2])\nzero(x)\nassert (x == [0, 2]).all()\nassert scale(x) is x and x[1] == 4",
    ),
    case(
        "np seed",
        NP + "def draw(n):\n    return np.random.rand(n)",
        "np.random.seed(0)\na = draw(2)\nnp.random.seed(0)\nassert np.allclose(a, np.random.rand(2))",
        "np.random.seed(1)\nb = np.random.rand(3)\nnp.random.seed(1)\nassert np.allclose(draw(1), b[:1])\nassert np.allclose(np.random.rand(2), b[1:])",
    ),
    case(
        "random seed",
        "import random\ndef roll():\n    return random.randint(1, 6)",
        "import random\nrandom.seed(3)\na = [roll() for _ in range(5)]\nrandom.seed(3)\nassert a == [random.randint(1, 6) for _ in range(5)]",
    ),
    case(
        "rng argument",
        NP + "def draw(rng):\n    return rng.normal()",
        "r1, r2 = np.random.default_rng(3), np.random.default_rng(3)\nassert draw(r1) == r2.normal() and draw(r1) == r2.normal()",
    ),
    case(
        "seed in solution",
        NP + "def sim():\n    np.random.seed(42)\n    return np.random.randint(0, 100, 3)",
        "assert sim().tolist() == [51, 92, 14]",
    ),
    case(
        "linalg",
        NP + "def solve(A, b):\n    return np.linalg.solve(A, b)",
        "assert np.allclose(solve(np.eye(2), np.array([1, 2])), [1, 2])",
        "try:\n    solve(np.zeros((2, 2)), np.ones(2))\nexcept np.linalg.LinAlgError:\n    pass\nelse:\n    assert False",
    ),
    case(
        "ban",
        NP
        + "def mysolve(A, b):\n    return np.linalg.solve(A, b)\ndef inv(A):\n    return np.linalg.inv(A)",
        "old = np.linalg.solve\nnp.linalg.solve = None\ntry:\n    inv(np.eye(2))\nfinally:\n    np.linalg.solve = old",
        "old = np.linalg.solve\nnp.linalg.solve = None\ntry:\n    mysolve(np.eye(2), np.ones(2))\nfinally:\n    np.linalg.solve = old",
        "assert np.allclose(mysolve(np.eye(2), np.ones(2)), 1)",
    ),
    case(
        "callback numeric",
        NP
        + "def trapz(f, a, b, n):\n    x = np.linspace(a, b, n + 1)\n    y = f(x)\n    return ((y[1:] + y[:-1]) / 2 * np.diff(x)).sum()",
        "assert abs(trapz(lambda x: x ** 2, 0, 1, 100) - 1 / 3) < 1e-3\nassert abs(trapz(np.sin, 0, np.pi, 100) - 2) < 1e-3",
    ),
    case(
        "newton",
        "def newton(f, df, x):\n    for _ in range(50):\n        x = x - f(x) / df(x)\n    return x",
        "assert abs(newton(lambda x: x * x - 2, lambda x: 2 * x, 1.0) - 2 ** 0.5) < 1e-9",
    ),
    case(
        "ufunc answer",
        NP + "f = np.vectorize(lambda x: x + 1)\ng = np.sin",
        "assert f(np.array([1, 2])).tolist() == [2, 3] and g(0) == 0",
    ),
    case("poly", NP + "p = np.poly1d([1, 2, 3])", "assert p(2) == 11 and p.order == 2"),
    case(
        "structured masked",
        NP
        + "s = np.array([(1, 2.0)], dtype=[('a', 'i4'), ('b', 'f8')])\nm = np.ma.masked_less(np.arange(3), 1)",
        "assert s['a'][0] == 1 and s.dtype.names == ('a', 'b') and m.sum() == 3 and m.mask[0]",
    ),
    case(
        "np str answers",
        NP + "s = np.str_('x')\nb = np.bool_(True)\nd = np.datetime64('2020-01-01')",
        "assert s == 'x' and type(b) is np.bool_ and b and d + 1 == np.datetime64('2020-01-02')",
    ),
    case(
        "object arrays",
        NP + "o = np.array([{'a': 1}, None, 'x'], dtype=object)",
        "assert o[0]['a'] == 1 and o.dtype == object and o[1] is None",
    ),
    case(
        "float compare",
        NP + "def f(x):\n    return 0.1 + 0.2",
        "assert f(1) == 0.3",
        "assert round(f(1), 5) == 0.3",
        "import math\nassert math.isclose(f(1), 0.3)",
        "import pytest\nassert f(1) == pytest.approx(0.3)",
        "assert abs(f(1) - 0.3) <= 1e-9",
    ),
    case(
        "df",
        PD
        + "df = pd.DataFrame({'a': [1, 2, 3], 'b': ['x', 'y', 'x'], 'c': [1.5, np.nan, 2.5]})\ndef clean(d):\n    return d.dropna()\ndef total(d):\n    return d.groupby('b')['a'].sum()",
        "assert df.shape == (3, 3) and list(df.columns) == ['a', 'b', 'c'] and df['a'].sum() == 6",
        "assert clean(df).shape[0] == 2 and df.shape[0] == 3",
        "assert total(df)['x'] == 4 and total(df).to_dict() == {'x': 4, 'y': 2}",
        "pd.testing.assert_frame_equal(clean(df), df.dropna())",
        "assert df.equals(df.copy()) and isinstance(df, pd.DataFrame) and isinstance(total(df), pd.Series)",
        "assert df.isna().sum().sum() == 1 and df.dtypes['a'] == 'int64'",
        "assert df.loc[0, 'b'] == 'x' and df.iloc[2, 0] == 3",
        "assert len(df) == 2",
        "import hashlib\nassert hashlib.md5(df.to_csv().encode()).hexdigest() == hashlib.md5(pd.DataFrame({'a': [1, 2, 3], 'b': ['x', 'y', 'x'], 'c': [1.5, np.nan, 2.5]}).to_csv().encode()).hexdigest()",
        "assert pd.util.hash_pandas_object(df).sum() == pd.util.hash_pandas_object(df.copy()).sum()",
    ),
    case(
        "df in place",
        PD
        + "def add(d):\n    d['n'] = d['a'] * 2\ndef drop(d):\n    d.drop(columns='a', inplace=True)",
        "d = pd.DataFrame({'a': [1, 2]})\nadd(d)\nassert d['n'].tolist() == [2, 4]\ndrop(d)\nassert list(d.columns) == ['n']",
    ),
    case(
        "groupby object",
        PD + "df = pd.DataFrame({'k': ['a', 'b', 'a'], 'v': [1, 2, 3]})\ng = df.groupby('k')",
        "assert g.ngroups == 2 and g['v'].sum()['a'] == 4 and g.get_group('a').shape == (2, 2)",
        "assert isinstance(g, pd.core.groupby.DataFrameGroupBy)",
        "assert {k: len(v) for k, v in g} == {'a': 2, 'b': 1}",
    ),
    case(
        "pivot multiindex",
        PD
        + "df = pd.DataFrame({'a': list('xxyy'), 'b': [1, 2, 1, 2], 'v': [1., 2., 3., 4.]})\np = df.pivot_table(index='a', columns='b', values='v')\nm = df.set_index(['a', 'b'])\nw = df.groupby(['a', 'b']).v.agg(['mean', 'max'])",
        "assert p.loc['x', 1] == 1 and p.index.name == 'a' and m.loc[('y', 2), 'v'] == 4 and w.shape == (4, 2) and w.index.nlevels == 2",
    ),
    case(
        "dates",
        PD
        + "s = pd.Series(range(4), index=pd.date_range('2020-01-01', periods=4, freq='D'))\ndef monthly(s):\n    return s.resample('ME').sum()",
        "assert s.index[0] == pd.Timestamp('2020-01-01') and s.index.freq == 'D' and monthly(s).iloc[0] == 6 and isinstance(s.index, pd.DatetimeIndex)",
        "assert s['2020-01-02'] == 1 and s.index.is_monotonic_increasing",
    ),
    case(
        "categorical",
        PD
        + "c = pd.Categorical(['lo', 'hi'], categories=['lo', 'hi'], ordered=True)\ns = pd.Series(c)",
        "assert s.cat.ordered and list(s.cat.categories) == ['lo', 'hi'] and s.max() == 'hi' and c[0] == 'lo'",
    ),
    case(
        "series apply",
        PD + "def grade(x):\n    return 'A' if x > 90 else 'B'\ns = pd.Series([95, 80])",
        "assert s.apply(grade).tolist() == ['A', 'B'] and s.map(grade)[0] == 'A'",
    ),
    case(
        "df of lists",
        PD + "d = pd.DataFrame({'l': [[1], [2, 3]]})",
        "assert d['l'].apply(len).tolist() == [1, 2] and d.loc[1, 'l'] == [2, 3]",
    ),
    case(
        "df scalar types",
        PD + "df = pd.DataFrame({'a': [1, 2]})\nmx = df.a.max()\nav = df.a.mean()",
        "assert type(mx) is np.int64 and isinstance(av, float) and mx == 2",
        "assert type(mx) is int",
    ),
    case(
        "index",
        PD + "i = pd.Index(['a', 'b'], name='k')\nr = pd.RangeIndex(3)",
        "assert i.name == 'k' and i[0] == 'a' and r.tolist() == [0, 1, 2] and isinstance(r, pd.RangeIndex)",
    ),
    case(
        "read csv",
        PD + "import io\ndf = pd.read_csv(io.StringIO('a,b\\n1,x\\n'))",
        "assert df.iloc[0].to_dict() == {'a': 1, 'b': 'x'}",
    ),
    case(
        "value counts",
        PD + "vc = pd.Series(list('aab')).value_counts()\nn = pd.Series([1, None], dtype='Int64')",
        "assert vc['a'] == 2 and vc.index[0] == 'a' and vc.name == 'count' and n.isna().sum() == 1 and str(n.dtype) == 'Int64'",
    ),
    case(
        "styler and nat",
        PD + "t = pd.NaT\nna = pd.NA\ntd = pd.Timedelta('1h')",
        "assert t is pd.NaT and na is pd.NA and td.total_seconds() == 3600 and pd.isna(t)",
    ),
    case(
        "plot function",
        PLT
        + "def draw():\n    fig, ax = plt.subplots()\n    ax.plot([1, 2, 3], label='l')\n    ax.set_xlabel('time')\n    ax.set_title('T')\n    ax.legend()\n    return ax",
        "ax = draw()\nassert ax.get_xlabel() == 'time' and ax.get_title() == 'T' and len(ax.lines) == 1\nassert ax.lines[0].get_ydata().tolist() == [1, 2, 3]",
        "import matplotlib\nassert isinstance(draw(), matplotlib.axes.Axes)",
        "ax = draw()\nassert [t.get_text() for t in ax.get_legend().get_texts()] == ['l']\nassert ax.lines[0].get_color() == 'C0'",
        "assert draw().get_title() == 'X'",
    ),
    case(
        "plot gcf",
        PLT
        + "def draw():\n    plt.figure(figsize=(4, 3))\n    plt.bar(['a', 'b'], [1, 2])\n    plt.ylabel('n')",
        "draw()\nax = plt.gca()\nassert ax.get_ylabel() == 'n' and len(ax.patches) == 2 and ax.patches[1].get_height() == 2\nassert plt.gcf().get_size_inches().tolist() == [4, 3]\nplt.close()",
        "draw()\nassert len(plt.get_fignums()) == 1",
        "assert plt.get_fignums() == []",
    ),
    case(
        "plot on given axes",
        PLT + "def draw(ax):\n    ax.scatter([1], [2])\n    return ax",
        "fig, ax = plt.subplots()\nassert draw(ax) is ax\nassert len(ax.collections) == 1\nplt.close(fig)",
    ),
    case(
        "figure answer",
        PLT + "fig, axes = plt.subplots(1, 2)\naxes[0].set_title('left')",
        "assert len(fig.axes) == 2 and axes[0].get_title() == 'left' and axes.shape == (2,)",
    ),
    case(
        "magic",
        [
            ("locked", "%matplotlib inline\nimport numpy as np"),
            ("solution", "def f():\n    return np.pi"),
        ],
        "assert f() == np.pi",
        "%time f()\nassert True",
        "r = %timeit -n1 -r1 -o -q f()\nassert r.best >= 0",
    ),
    case(
        "pictures",
        "from PIL import Image\nimport numpy as np\nimg = Image.new('RGB', (4, 3), (255, 0, 0))\nimg.save('red.png')\nopened = Image.open('red.png')\n"
        "def gray(i):\n    return i.convert('L')\ndef dot(i):\n    i.putpixel((0, 0), (0, 0, 9))",
        "import numpy as np\nfrom PIL import Image\nassert np.array(img).shape == (3, 4, 3) and img.size == (4, 3) and img.getpixel((1, 1)) == (255, 0, 0) and isinstance(img, Image.Image)",
        "assert np.asarray(opened)[0, 0].tolist() == [255, 0, 0] and opened.format == 'PNG' and isinstance(opened, Image.Image)",
        "mine = Image.new('RGB', (2, 2), 'blue')\nassert gray(mine).mode == 'L' and gray(mine).size == (2, 2)\ndot(mine)\nassert mine.getpixel((0, 0)) == (0, 0, 9)",
        "assert np.array(img)[0, 0].tolist() == [0, 0, 0]",
    ),
    case(
        "database",
        "import sqlite3\nconn = sqlite3.connect(':memory:')\nconn.execute('create table t (a int)')\nconn.execute('insert into t values (1)')\ndef rows(q):\n    return conn.execute(q).fetchall()",
        "import sqlite3\nassert isinstance(conn, sqlite3.Connection) and rows('select a from t') == [(1,)]",
        "import pandas as pd\nassert pd.read_sql('select * from t', conn).shape == (1, 1)",
        "try:\n    rows('selec')\nexcept sqlite3.OperationalError:\n    pass\nelse:\n    assert False",
    ),
    case(
        "large arrays beside callbacks",
        "import numpy as np\ngrid = np.zeros((500, 500))\ndef fill(a, step):\n    for i in range(40):\n        a[i] += step(i)\n    return a\n"
        "def total(a):\n    return float(a.sum())",
        "import numpy as np\nbig = np.ones((600, 600))\nassert fill(big, lambda i: i) is big and big[3, 0] == 4 and total(big) == 360_000 + 780 * 600",
        "big[:] = 2\nassert total(big) == 720_000\nfill(big, lambda i: big[0, 0])\nassert big[1, 1] > 2",
        "grid[0, 0] = 7\nassert total(grid) == 7 and grid.shape == (500, 500)",
        "assert total(big) == 0",
    ),
]
