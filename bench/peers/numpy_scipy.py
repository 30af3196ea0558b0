"""numpy and scipy as peers: see peer.py. Tasks: gemm LAYOUT M N K; least-squares ROWS FEATURES; lstsq ROWS FEATURES."""
import peer

import numpy as np

try:
    import scipy
    import scipy.linalg
except ImportError:
    scipy = None

generator = np.random.default_rng(1)


def gemm(layout, m, n, k):
    m, n, k = int(m), int(n), int(k)
    a = generator.uniform(-1, 1, (k, m) if layout == "TN" else (m, k)).astype(np.float32)
    b = generator.uniform(-1, 1, (n, k) if layout == "NT" else (k, n)).astype(np.float32)
    a = a.T if layout == "TN" else a
    b = b.T if layout == "NT" else b
    c = np.empty((m, n), np.float32)
    return peer.Turn(lambda: np.matmul(a, b, out=c))


def samples(rows, features):
    x = np.empty((int(rows), int(features) + 1))
    x[:, 0] = 1  # the intercept
    for start in range(0, len(x), 65536):
        block = x[start:start + 65536, 1:]
        block[:] = generator.uniform(-1, 1, block.shape)
    return x, x @ np.arange(1.0, x.shape[1] + 1) + generator.uniform(-1, 1, len(x))


def least_squares(rows, features):
    x, y = samples(rows, features)
    return peer.LongTurn(lambda: np.linalg.solve(x.T @ x, x.T @ y))


def lstsq(rows, features):
    x, y = samples(rows, features)
    return peer.LongTurn(lambda: scipy.linalg.lstsq(x, y, lapack_driver="gelsd", check_finite=False))


tasks = {"gemm": gemm, "least-squares": least_squares}
if scipy:
    tasks["lstsq"] = lstsq
peer.serve(f"numpy {np.__version__}, scipy {scipy.__version__ if scipy else 'not installed'}", tasks)
