"""Runs one command and prints what it cost: `python3 -I -S measure.py LOG COMMAND…`

Printed are the seconds by the clock, the seconds of all processors (the command and everything that it started and
waited for), the peak memory in bytes of the largest of these processes, and the exit code. Until a new process has
loaded its program it has the memory of the one that started it: that is why this is a program of its own that imports
next to nothing, and why no peak can be seen that is smaller than its own.
"""

import os
import sys
import time

UNIT = 1 if sys.platform == "darwin" else 1024


def main():
    """Runs the command, its output in the log."""
    log, *command = sys.argv[1:]
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    streams = [(os.POSIX_SPAWN_DUP2, output, 1), (os.POSIX_SPAWN_DUP2, output, 2)]
    begin = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=streams)
    _, status, used = os.wait4(child, 0)
    seconds = time.perf_counter() - begin
    print(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * UNIT, os.waitstatus_to_exitcode(status))


main()
