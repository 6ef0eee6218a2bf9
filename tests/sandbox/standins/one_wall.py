"""Examiners with one of the two walls, for the tests and the cost of the other one."""

import socket

from course.examination.candidate import candidate_process
from course.examination.examiner import examiner_process
from course.jobs import Limits


def unaudited(control: socket.socket, data: socket.socket, limits: Limits) -> None:
    """Run tests in processes of their own, whatever they execute."""
    examiner_process.main(control, data, limits, audited=False)


def unparted(control: socket.socket, data: socket.socket, limits: Limits) -> None:
    """Run all tests in one process, which executes known code only."""
    examiner_process.main(control, data, limits, parted=False)


def bare(control: socket.socket, data: socket.socket, limits: Limits) -> None:
    """Run all tests in one process, whatever they execute."""
    examiner_process.main(control, data, limits, audited=False, parted=False)


def unmarked(control: socket.socket, data: socket.socket, limits: Limits) -> None:
    """Be the candidate of an examiner that stays one process, so that nothing is forgotten."""
    candidate_process.Candidate.mark = lambda _self: None  # type: ignore[method-assign]
    candidate_process.Candidate.go_back = lambda _self: None  # type: ignore[method-assign]
    candidate_process.main(control, data, limits)
