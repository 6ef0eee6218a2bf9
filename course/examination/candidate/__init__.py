"""The learner's side: the learner's cells run here, and the examiner's questions are answered.

Nobody trusts this process. What protects it from its own learner's code, such as builtins copied
at import, is there so that honest work is graded, not to keep anything secret.

    candidate_process.py  the process: cells, notes, questions about the notebook
    candidate_refs.py     references: what is handed out, and guests
    object_queries.py     questions about any object
"""
