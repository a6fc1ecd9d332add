"""Outside bytes are parsed in a process of their own, behind several walls, so that a hostile file has nothing to gain.

    worker      our side: starts the process, asks it, ends it when it overruns, tells why it died
    command     how it is started: in a bubblewrap with no network, no home and no case, where that is to be had
    layers      the walls that it puts up about itself: limits, Landlock, a filter of system calls
    wire        what goes between: a header in JSON and raw bytes. Nothing that comes back is code, and all of it is checked
    child       the process: takes a request, does the job, gives answers
    jobs        what it can be asked: to read a file, to take a package apart, to look at a picture

The process never sees the case: bytes come in by a socket, or as an open file that can only be read.
"""

from bearwitness.sandbox.worker import Died, Fault, Limits, Worker

__all__ = ["Died", "Fault", "Limits", "Worker"]
