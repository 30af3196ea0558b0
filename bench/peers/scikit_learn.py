"""scikit-learn as a peer: see peer.py.

Tasks: epoch NETWORK ACTIVATION BATCH SAMPLES, with NETWORK like 784-512-256-10; first-step NETWORK ACTIVATION BATCH, once and at once.
"""
import peer

import numpy as np
import sklearn
from sklearn.neural_network import MLPClassifier


def model(network, activation, batch):
    widths = [int(width) for width in network.split("-")]
    return widths, MLPClassifier(
        hidden_layer_sizes=widths[1:-1], activation={"sigmoid": "logistic"}.get(activation, activation), solver="sgd", alpha=0,
        batch_size=int(batch), learning_rate="constant", learning_rate_init=0.1, momentum=0, nesterovs_momentum=False, random_state=1)


def data(samples, widths):
    generator = np.random.default_rng(1)
    return generator.random((samples, widths[0]), np.float32), generator.integers(0, widths[-1], samples)


def epoch(network, activation, batch, samples):
    widths, layers = model(network, activation, batch)
    x, y = data(int(samples), widths)
    # One call visits all samples once, in batches.
    return peer.LongTurn(lambda: layers.partial_fit(x, y, classes=range(widths[-1])))


def first_step(network, activation, batch):
    widths, layers = model(network, activation, batch)
    x, y = data(int(batch), widths)

    def run():
        layers.partial_fit(x, y, classes=range(widths[-1]))
        return 0.0

    return run


peer.serve(f"scikit-learn {sklearn.__version__}, numpy {np.__version__}", {"epoch": epoch, "first-step": first_step})
