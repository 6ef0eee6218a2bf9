"""What happened: who handed in what, what it got, what was earned and issued.

results.py has it as values and knows no rule but the passing mark; record_files.py reads and
writes them as records/<learner>.json, and replays an incident's journal into them.
"""
