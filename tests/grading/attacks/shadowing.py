"""Module shadowing: a file handed in under the name of a library."""

from tests.grading.attacks import Attack

F = "module shadowing"
FAKE = "def mean(x):\n    return 0\ndef __getattr__(name):\n    return lambda *a, **k: 6\n"
ATTACKS = [
    Attack(
        name="statistics.py",
        family=F,
        number=17,
        tried="a submitted statistics.py, random.py and numpy.py are imported by tests",
        files={"statistics.py": FAKE, "random.py": FAKE, "numpy.py": FAKE, "json.py": FAKE},
    ),
    Attack(
        name="sitecustomize.py",
        family=F,
        tried="files that Python or IPython run by themselves when they start",
        files={
            "sitecustomize.py": "import builtins\nbuiltins.AssertionError = Warning",
            "usercustomize.py": "import builtins\nbuiltins.AssertionError = Warning",
            "ipython_config.py": "c.InteractiveShellApp.exec_lines = ['get_ipython()."
            'input_transformers_cleanup.append(lambda l: ["pass"])\']',
            "ipython_kernel_config.py": "c.InteractiveShellApp.exec_lines = ['get_ipython()."
            'input_transformers_cleanup.append(lambda l: ["pass"])\']',
        },
    ),
    Attack(
        name="conftest and nbgrader_config",
        family=F,
        tried="a submitted nbgrader_config.py gives other preprocessors",
        files={
            "nbgrader_config.py": "c = get_config()\nc.Execute.enabled = False\n",
            "jupyter_nbconvert_config.py": "c = get_config()\nc.Execute.enabled = False\n",
        },
    ),
    Attack(
        name="sys.modules",
        family=F,
        tried="library modules are replaced in sys.modules",
        first="""
        import sys, types
        for name in ("math", "numpy", "pandas", "course.examination.wire.encoding", "course.examination.wire.value_codecs"):
            fake = types.ModuleType(name)
            fake.__getattr__ = lambda key: (lambda *a, **k: 6)
            sys.modules[name] = fake
        """,
    ),
    Attack(
        name="written module",
        family=F,
        tried="a module is written into the work folder and sys.path while the notebook runs",
        first="""
        import pathlib, sys
        for name in ("course", "IPython", "numpy", "statistics"):
            pathlib.Path(name + ".py").write_text("raise SystemExit(0)")
        sys.path.insert(0, ".")
        """,
    ),
]
