"""The tests' side: tests run here, and what is the learner's is reached by asking.

examiner_process.py  the process: runs a cell, answers what the candidate may ask, reports
cell_text.py         what a cell's text says before it runs
cell_parts.py        the second wall: which cells share a process, and that process
name_ownership.py    which global names are the learner's, and what the candidate hears of
cell_errors.py       what an error that ended a cell is called and shows
coroutines.py        what a test awaits of an answer, and an answer of a test
mirrors.py           mirrors of functions and instances, and what they never ask
mirror_classes.py    mirrors of classes
mirror_refs.py       references that come: mirrors are made
examiner_refs.py     references that go: guests are handed out
type_calls.py        `type(x)` of a mirror
audit_hook.py        the first wall: what code may run here, and whose a text is
untrusted_text.py    sinks: what of a learner's they would execute goes to the candidate
"""
