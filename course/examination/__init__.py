"""Two processes, one judging the other: the learner's cells run in one, the tests in the other.

The candidate runs what the learner wrote. The examiner runs the tests, and whatever in them is the
learner's, it reaches by asking the candidate. So no code of the learner's ever runs where verdicts
are made, and no text of a test is ever where the learner's code could read it. Both are cloned
and locked in by the sandbox, and told by the grader's conductor which cell is next.

A learner's object is seen in a test as a *mirror*: it looks like the object and asks for
everything. A test's object is seen in the learner's code as a *guest*: it can do what the test's
author allowed. In the order of reading:

    wire/       how values, questions and answers become bytes and back
    shared/     what both sides need: names, descriptions of classes, the shell, files, seeds
    candidate/  the learner's side
    examiner/   the tests' side
"""
