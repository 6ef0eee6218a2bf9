"""Stored scripts: learner's text that becomes part of a page an instructor or learner opens.

Each carries `run7f3a`, which may stand on a page as text, but never where it runs.
"""

from tests.grading.attacks import Attack

F = "stored XSS"
SHOW = """
    from IPython.display import display
    display({{{mime!r}: {text!r}}}, raw=True)
"""
SCRIPT = "<script>run7f3a()</script>"
BREAK = 'x"><img src=x onerror=run7f3a()><script>run7f3a()</script>'


def shown(mime: str, text: str, name: str = "", number: int | None = None) -> Attack:
    """Make an attack of one output."""
    return Attack(
        name=f"output {name or mime}",
        family=F,
        number=number,
        tried=f"an output of {mime} carries a script",
        first=SHOW.format(mime=mime, text=text),
    )


ATTACKS = [
    shown("text/html", SCRIPT, number=16),
    shown(
        "text/html",
        "<img src=x onerror=run7f3a()><svg onload=run7f3a()><iframe srcdoc='"
        + SCRIPT
        + "'></iframe><a href='javascript:run7f3a()'>x</a><math><mtext><table><mglyph>"
        "<style><!--</style><img title='--&gt;&lt;img src=1 onerror=run7f3a()&gt;'>",
        "event handlers",
    ),
    shown(
        "text/html",
        "<a href='data:text/html,<script>run7f3a()</script>'>x</a>"
        "<a href='evil.html'>x</a><a href='//example.org/'>x</a><form action='/x'>"
        "<input name=submission_id><button formaction='javascript:run7f3a()'>x</button></form>"
        "<img src='http://example.org/seen-7f3a.png'><meta http-equiv=refresh content='0;url=x'>"
        "<link rel=stylesheet href='http://example.org/seen-7f3a.css'><base href='//example.org'>",
        "links, forms and trackers",
    ),
    shown(
        "text/html",
        "<div class='modal-backdrop navbar-fixed-top' id='toc' style='position:fixed'>"
        "Full credit</div>",
        "overlay",
    ),
    shown(
        "image/svg+xml",
        "<svg xmlns='http://www.w3.org/2000/svg' onload='run7f3a()'>" + SCRIPT + "</svg>",
    ),
    shown("image/png", BREAK),
    shown("image/jpeg", BREAK),
    shown("application/javascript", "run7f3a()"),
    shown("text/latex", "$x$" + SCRIPT + "\\href{javascript:run7f3a()}{x}"),
    shown("text/markdown", "[x](javascript:run7f3a()) " + SCRIPT + ' ![x](x"onerror="run7f3a())'),
    shown("text/plain", SCRIPT + "\x1b]8;;javascript:run7f3a()\x07x"),
    shown("text/vnd.mermaid", 'graph LR; A["<img src=x onerror=run7f3a()>"]'),
    shown("application/vnd.jupyter.widget-view+json", "</script>" + SCRIPT, "widget view"),
    Attack(
        name="stream and traceback",
        family=F,
        tried="printed text, an exception's name and message carry a script",
        first=f"""
        import sys
        print({SCRIPT!r})
        print({SCRIPT!r}, file=sys.stderr)
        raise type({SCRIPT!r}, (Exception,), {{}})({BREAK!r})
        """,
        answers=(
            f"""
        def double(n):
            raise type({SCRIPT!r}, (Exception,), {{}})({BREAK!r})
        """,
            f"def total(numbers):\n    return {BREAK!r}",
        ),
    ),
    Attack(
        name="markdown answer",
        family=F,
        number=16,
        tried="a markdown answer carries scripts and handlers",
        reflection=SCRIPT + "\n\n<img src=x onerror=run7f3a()>\n\n[x](javascript:run7f3a())\n\n"
        "<details ontoggle=run7f3a() open>x</details>\n\n```<script>run7f3a()</script>\nx\n```\n",
    ),
    Attack(
        name="attachment",
        family=F,
        tried="an attached picture's name, type and content break out of their attribute",
        reflection="![x](attachment:a.png) ![y](attachment:b.png)",
        attachments={
            "a.png": {"image/png": BREAK},
            "b.png": {"text/html": SCRIPT, "image/svg+xml": SCRIPT},
        },
    ),
    Attack(
        name="source of a cell",
        family=F,
        tried="comments and strings of code carry a script",
        first=f"# </div></pre>{SCRIPT}\nx = {BREAK!r}",
    ),
    Attack(
        name="page handed in",
        family=F,
        tried="an answer links to a page handed in beside it, opened at formgrader's own address",
        reflection="[my proof](evil.html) [and](files/evil.html) [more](/files/x/evil.html)",
        files={"evil.html": SCRIPT},
    ),
    Attack(
        name="test's metadata",
        family=F,
        tried="ids and tags of cells carry a script",
        test_metadata={"tags": [BREAK], "name": BREAK, "collapsed": SCRIPT},
    ),
]
