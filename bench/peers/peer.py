"""What the peer scripts share. A peer is started as: python3 SCRIPT.py THREADS wall|processor cpu|cuda

It prints one line that says what it is. Then each line that it reads is a request, a task's name and
arguments, and it answers with one turn of the task: the seconds a call, or "unknown".
Import this before numpy or torch: the number of threads is read when they are loaded.
"""
import os
import sys
import time

THREADS = int(sys.argv[1]) if len(sys.argv) > 1 else os.cpu_count()
CLOCK = time.process_time if sys.argv[2:3] == ["processor"] else time.perf_counter
DEVICE = sys.argv[3] if len(sys.argv) > 3 else "cpu"

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = str(THREADS)

WARM_UP_SECONDS = 0.5
RETURN_SECONDS = 0.02
TURN_SECONDS = 0.02


class Turn:
    """Times an action, called often enough for the clock; calls go before, untimed, until cores that slept have their speed back."""

    def __init__(self, action, finish=lambda: None):
        self.action = action
        self.finish = finish
        self.repetitions = 1
        start = time.perf_counter()
        while time.perf_counter() - start < WARM_UP_SECONDS:
            self()
        self.repetitions = max(1, min(100_000, int(TURN_SECONDS / max(self(), 1e-9))))

    def __call__(self):
        begin = time.perf_counter()
        while True:
            self.action()
            self.finish()
            if time.perf_counter() - begin >= RETURN_SECONDS:
                break
        start = CLOCK()
        for _ in range(self.repetitions):
            self.action()
        self.finish()
        return (CLOCK() - start) / self.repetitions


class LongTurn:
    """Times one call of an action that takes long; it is called once when this is made, to warm up."""

    def __init__(self, action, finish=lambda: None):
        self.action = action
        self.finish = finish
        self()

    def __call__(self):
        start = CLOCK()
        self.action()
        self.finish()
        return CLOCK() - start


def serve(version, tasks):
    """Answers requests until the input ends. A task is a function of the request's words that gives a turn; the latest turn is kept."""
    print(version, flush=True)
    latest, turn = None, None
    for line in sys.stdin:
        if line != latest:
            name, *words = line.split()
            turn = None  # its memory goes before the next one's comes
            turn = tasks[name](*words) if name in tasks else None
            latest = line
        print("unknown" if turn is None else repr(turn()), flush=True)
