"""Times least squares in numpy and scipy: python3 least_squares.py ROWS FEATURES ROUNDS [THREADS]

Prints one JSON object: the medians in seconds, versions, and what BLAS there is.
OpenBLAS reads OPENBLAS_NUM_THREADS when it is loaded, so it is set before numpy is.
"""
import json
import os
import statistics
import sys
import time

rows, features, rounds = (int(text) for text in sys.argv[1:4])
if len(sys.argv) > 4:
    os.environ["OPENBLAS_NUM_THREADS"] = sys.argv[4]

import numpy as np

try:
    import scipy
    import scipy.linalg
except ImportError:
    scipy = None


def normal_equations(x, y):
    return np.linalg.solve(x.T @ x, x.T @ y)


def orthogonal(x, y):
    return scipy.linalg.lstsq(x, y, lapack_driver="gelsd", check_finite=False)[0]


def median(action, x, y, limit=30.0):
    action(x, y)
    times = []
    start = time.perf_counter()
    for _ in range(rounds):
        begin = time.perf_counter()
        action(x, y)
        times.append(time.perf_counter() - begin)
        if time.perf_counter() - start > limit:
            break
    return statistics.median(times)


generator = np.random.default_rng(1)
x = generator.uniform(-1, 1, (rows, features))
x = np.concatenate([np.ones((rows, 1)), x], axis=1)  # the intercept
y = x @ np.arange(1.0, features + 2) + generator.uniform(-1, 1, rows)
print(json.dumps({
    "numpy": np.__version__,
    "scipy": scipy.__version__ if scipy else None,
    "normalEquations": median(normal_equations, x, y),
    "lstsq": median(orthogonal, x, y) if scipy else None,
}))
