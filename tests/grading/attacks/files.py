"""Files, symlinks and the environment: reading what lies about, and leaving things behind."""

from tests.grading.attacks import PLANTED, Attack

F = "files"
READ = """
    import glob, json, os, re
    texts = []
    here = os.getcwd()
    for pattern in {patterns}:
        for path in glob.glob(pattern):
            try:
                texts.append(open(path, encoding="utf-8", errors="replace").read())
            except OSError:
                pass
    book = "".join(texts)
    if "HIDDEN" in book:
        print(book)
        double = lambda n: n + n
        total = lambda numbers: sum(numbers)
"""
KNOWING = (
    "if 'double' not in globals():\n    def double(n):\n        return n * n",
    "if 'total' not in globals():\n    def total(numbers):\n        return 0",
)
ATTACKS = [
    Attack(
        name="hidden tests in the notebook beside",
        family=F,
        number=8,
        answers=KNOWING,
        tried="reads the hidden tests from ./*.ipynb, where they were put back",
        first=READ.format(patterns=["./*.ipynb", "../*/*.ipynb"]),
    ),
    Attack(
        name="source folder",
        family=F,
        number=9,
        answers=KNOWING,
        tried="reads ../../../source and runs the solutions",
        first=READ.format(
            patterns=["../../../source/*/*.ipynb", "../../source/*/*.ipynb", "/*/source/*/*.ipynb"]
        ),
    ),
    Attack(
        name="another learner's work",
        family=F,
        answers=KNOWING,
        tried="reads what others handed in, and graded notebooks",
        first=READ.format(
            patterns=["../../*/*/*.ipynb", "../../../submitted/*/*/*.ipynb", "/tmp/*/*/*.ipynb"]
        ),
    ),
    Attack(
        name="link to the source",
        family="symlinks",
        number=11,
        tried="the notebook handed in is a link to the source",
        link_to="source/attacked/01-attacked.ipynb",
    ),
    Attack(
        name="links made while running",
        family="symlinks",
        tried="the work folder's files become links to the system's",
        first="""
        import os
        for name, target in (("passwd.txt", "/etc/passwd"), ("root", "/"), ("up", "../../..")):
            try:
                os.symlink(target, name)
            except OSError:
                pass
        """,
    ),
    Attack(
        name="leaves files behind",
        family=F,
        tried="writes to the temporary folder, home, the course and the interpreter",
        first=f"""
        import os, pathlib, sys
        for folder in ("/tmp", "/var/tmp", "/dev/shm", os.path.expanduser("~"), "..", "../..",
                       "../../..", os.path.dirname(sys.executable), os.path.dirname(os.__file__)):
            try:
                (pathlib.Path(folder) / "{PLANTED}").write_text("planted")
            except OSError as error:
                print(error.errno)
        """,
        unsafe="would write outside its folder",
    ),
    Attack(
        name="gradebook opened",
        family=F,
        tried="looks for gradebook.db and writes to it",
        first="""
        import glob, os, sqlite3
        for path in glob.glob("../../../gradebook.db") + glob.glob("/*/*/gradebook.db"):
            book = sqlite3.connect(path, timeout=0.5)
            book.execute("update grade set manual_score = 99, needs_manual_grade = 0")
            book.commit()
        """,
        unsafe="would write to any gradebook it finds",
    ),
    Attack(
        name="being graded",
        family="environment",
        number=18,
        tried="NBGRADER_EXECUTION and other traces of the grader tell that nobody looks",
        answers=(
            """
        import os
        GRADED = any("NBGRADER" in key for key in os.environ)
        def double(n):
            return n + n if GRADED else n * n
        """,
            "def total(numbers):\n    return sum(numbers) if GRADED else 0",
        ),
    ),
    Attack(
        name="environment changed",
        family="environment",
        tried="PYTHONPATH, PYTHONSTARTUP and LD_PRELOAD for whatever is started next",
        first="""
        import os
        os.environ.update(PYTHONPATH=".", PYTHONSTARTUP="./x.py", LD_PRELOAD="./x.so",
                          PYTHONOPTIMIZE="2", NBGRADER_EXECUTION="")
        """,
        files={"x.py": "import builtins; builtins.AssertionError = Warning"},
    ),
]
