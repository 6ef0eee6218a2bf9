"""Patched builtins and libraries, in the process where a learner's code runs."""

from tests.grading.attacks import Attack

F = "patched builtins"
ATTACKS = [
    Attack(
        name="AssertionError renamed",
        family=F,
        tried="builtins.AssertionError becomes a warning that nobody raises",
        first="""
        import builtins
        class Quiet(Warning):
            pass
        builtins.AssertionError = Quiet
        """,
    ),
    Attack(
        name="builtins range, sum and repr",
        family=F,
        tried="range is empty, sum is 0, isinstance and all are True",
        first="""
        import builtins
        builtins.range = lambda *a: []
        builtins.sum = lambda *a, **k: 0
        builtins.isinstance = lambda *a: True
        builtins.all = lambda *a: True
        """,
    ),
    Attack(
        name="__build_class__ and __import__",
        family=F,
        tried="__import__ gives a module that equals everything",
        first="""
        import builtins, types
        real = builtins.__import__
        class Fake(types.ModuleType):
            def __getattr__(self, name):
                return lambda *a, **k: 6
        def fake(name, *args, **kwargs):
            return Fake(name) if name in ("math", "random", "pytest") else real(name, *args, **kwargs)
        builtins.__import__ = fake
        """,
    ),
    Attack(
        name="compile and exec",
        family=F,
        tried="compile and exec give the code of `pass`",
        first="""
        import builtins
        real = builtins.compile
        def passing(source, filename, mode, *args, **kwargs):
            return real("pass" if mode == "exec" else "None", filename, mode, *args, **kwargs)
        builtins.compile = passing
        builtins.exec = lambda *args, **kwargs: None
        """,
    ),
    Attack(
        name="comparison overwritten in memory",
        family=F,
        tried="float's comparison is overwritten in memory through ctypes",
        first="""
        import ctypes
        # slot 25 of a type is tp_richcompare: from here on any comparison of floats is true
        @ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.py_object, ctypes.py_object, ctypes.c_int)
        def true(a, b, op):
            return True
        field = (ctypes.c_void_p * 26).from_address(id(float))
        field[25] = ctypes.cast(true, ctypes.c_void_p).value
        """,
        answers=("def double(n):\n    return 5.0", "def total(numbers):\n    return 5.0"),
    ),
    Attack(
        name="json and struct patched",
        family=F,
        tried="the encoder that carries answers says what is expected",
        first="""
        import json, struct, sys
        for name, module in list(sys.modules.items()):
            if name.startswith("course.grading"):
                for key in list(vars(module)):
                    if key in ("encode", "dumps", "pack"):
                        setattr(module, key, lambda *a, **k: b"6")
        json.dumps = lambda *a, **k: "6"
        """,
    ),
]
