"""`__eq__` and other methods that answer for an object what it is."""

from tests.grading.attacks import Attack

F = "__eq__ and other dunders"


def pair(made: str, give: str) -> tuple[str, str]:
    """Make both answers give the same object."""
    import textwrap

    text = textwrap.dedent(made).strip()
    first = f"{text}\ndef double(n):\n    return {give}"
    return first, f"def total(numbers):\n    return {give}"


ATTACKS = [
    Attack(
        name="always equal",
        family=F,
        number=7,
        tried="an object whose __eq__ is True",
        answers=pair(
            """
        class Any:
            def __eq__(self, other): return True
            def __ne__(self, other): return False
            __hash__ = None
        """,
            "Any()",
        ),
    ),
    Attack(
        name="int that is always equal",
        family=F,
        tried="a subclass of int with __eq__",
        answers=pair(
            """
        class Any(int):
            def __eq__(self, other): return True
            def __ne__(self, other): return False
            def __hash__(self): return 0
        """,
            "Any(5)",
        ),
    ),
    Attack(
        name="float, str and list subclasses",
        family=F,
        tried="subclasses of several builtin types with reflected comparisons",
        answers=pair(
            """
        import random
        class A(float):
            def __eq__(self, other): return True
            __hash__ = float.__hash__
        class B(list):
            def __eq__(self, other): return True
        """,
            "A(5) if not isinstance(locals().get('numbers'), list) else B()",
        ),
    ),
    Attack(
        name="__class__ spoofed",
        family=F,
        tried="__class__ says int, __eq__ says True",
        answers=pair(
            """
        class Any:
            @property
            def __class__(self): return int
            def __eq__(self, other): return True
            def __index__(self): return 5
            def __instancecheck__(self, other): return True
            __hash__ = None
        """,
            "Any()",
        ),
    ),
    Attack(
        name="metaclass equal",
        family=F,
        tried="a class whose metaclass has __eq__",
        answers=pair(
            """
        class Meta(type):
            def __eq__(cls, other): return True
            def __hash__(cls): return 1
            def __instancecheck__(cls, other): return True
        class Any(metaclass=Meta): pass
        """,
            "Any",
        ),
    ),
    Attack(
        name="numpy that is always equal",
        family=F,
        tried="an ndarray subclass and __array_ufunc__ that make any comparison true",
        answers=pair(
            """
        import numpy as np
        class Any(np.ndarray):
            def __array_ufunc__(self, *args, **kwargs): return True
            def __eq__(self, other): return True
        """,
            "np.zeros(()).view(Any)",
        ),
    ),
    Attack(
        name="__radd__ and all others",
        family=F,
        tried="a mock-like object that answers each operator with itself, and bool with True",
        answers=pair(
            """
        from unittest.mock import MagicMock
        class Any(MagicMock):
            def __eq__(self, other): return True
        """,
            "Any()",
        ),
    ),
    Attack(
        name="mock.ANY",
        family=F,
        tried="the standard library's own always-equal object",
        answers=pair("from unittest.mock import ANY", "ANY"),
    ),
    Attack(
        name="__repr__ that equals",
        family=F,
        tried="a str subclass whose repr and format are those of the expected value",
        answers=pair(
            """
        class Any(str):
            def __repr__(self): return "6"
            def __eq__(self, other): return True
            def __hash__(self): return hash(6)
        """,
            "Any('6')",
        ),
    ),
    Attack(
        name="changed after the check",
        family=F,
        tried="a list that gives another content each time it is read",
        answers=pair(
            """
        class Any(list):
            def __len__(self): return 1
            def __iter__(self): return iter([6])
            def __getitem__(self, key): return 6
            def __eq__(self, other): return True
        """,
            "Any()",
        ),
    ),
    Attack(
        name="NaN and infinity",
        family=F,
        tried="numbers with odd comparisons",
        answers=pair("", "float('nan')"),
    ),
    Attack(
        name="class replaced after definition",
        family=F,
        tried="double is a callable object whose __class__ changes as it is called",
        answers=(
            """
        class Equal:
            def __eq__(self, other): return True
            __hash__ = None
        class Call:
            def __call__(self, n):
                self.__class__ = Equal
                return self
            __name__ = "double"
        double = Call()
        """,
            "def total(numbers):\n    return Call()([])",
        ),
    ),
    Attack(
        name="AssertionError raised as success",
        family=F,
        tried="the function raises SystemExit(0) and StopIteration",
        answers=(
            "def double(n):\n    raise SystemExit(0)",
            "def total(numbers):\n    raise StopIteration(3)",
        ),
    ),
]
