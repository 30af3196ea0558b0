"""PyTorch, eager, as a peer: see peer.py. fp32 without TF32.

Tasks: gemm LAYOUT M N K; elementwise FUNCTION COUNT; column-sums ROWS COLUMNS; upload BYTES; download BYTES;
step NETWORK ACTIVATION BATCH; first-step, the same, once and at once; epoch NETWORK ACTIVATION BATCH SAMPLES; least-squares ROWS FEATURES.
"""
import peer

import torch

torch.set_num_threads(peer.THREADS)
torch.backends.cuda.matmul.allow_tf32 = False
torch.backends.cudnn.allow_tf32 = False
device = torch.device(peer.DEVICE)
generator = torch.Generator(device).manual_seed(1)
finish = torch.cuda.synchronize if device.type == "cuda" else lambda: None


def uniform(*shape, dtype=torch.float32, low=-1.0, high=1.0):
    return torch.empty(shape, dtype=dtype, device=device).uniform_(low, high, generator=generator)


def gemm(layout, m, n, k):
    m, n, k = int(m), int(n), int(k)
    a = uniform(k, m).T if layout == "TN" else uniform(m, k)
    b = uniform(n, k).T if layout == "NT" else uniform(k, n)
    c = torch.empty((m, n), device=device)
    return peer.Turn(lambda: torch.matmul(a, b, out=c), finish)


def elementwise(function, count):
    x = uniform(int(count), low=-8, high=8)
    y = torch.empty_like(x)
    operation = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "exp": torch.exp}[function]
    return peer.Turn(lambda: operation(x, out=y), finish)


def column_sums(rows, columns):
    x = uniform(int(rows), int(columns))
    y = torch.empty(int(columns), device=device)
    return peer.Turn(lambda: torch.sum(x, 0, out=y), finish)


def upload(count):
    host = torch.empty(int(count) // 4)
    target = torch.empty_like(host, device=device)
    return peer.Turn(lambda: target.copy_(host), finish)


def download(count):
    host = torch.empty(int(count) // 4)
    source = torch.zeros_like(host, device=device)
    return peer.Turn(lambda: host.copy_(source), finish)


def model(network, activation):
    widths = [int(width) for width in network.split("-")]
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [torch.nn.Linear(inputs, outputs), {"sigmoid": torch.nn.Sigmoid, "relu": torch.nn.ReLU, "tanh": torch.nn.Tanh}[activation]()]
    layers.pop()  # the loss has the softmax in it
    return torch.nn.Sequential(*layers).to(device), widths


def data(samples, widths):
    return uniform(samples, widths[0], low=0), torch.randint(widths[-1], (samples,), device=device, generator=generator)


def update(layers, optimizer, x, y):
    optimizer.zero_grad(set_to_none=True)
    torch.nn.functional.cross_entropy(layers(x), y).backward()
    optimizer.step()


def step(network, activation, batch):
    layers, widths = model(network, activation)
    optimizer = torch.optim.SGD(layers.parameters(), lr=0.1)
    x, y = data(int(batch), widths)
    return peer.Turn(lambda: update(layers, optimizer, x, y), finish)


def first_step(network, activation, batch):
    layers, widths = model(network, activation)
    optimizer = torch.optim.SGD(layers.parameters(), lr=0.1)
    x, y = data(int(batch), widths)

    def run():
        update(layers, optimizer, x, y)
        finish()
        return 0.0

    return run


def epoch(network, activation, batch, samples):
    layers, widths = model(network, activation)
    optimizer = torch.optim.SGD(layers.parameters(), lr=0.1)
    x, y = data(int(samples), widths)

    def run():
        order = torch.randperm(len(x), device=device, generator=generator)
        for rows in order.split(int(batch)):
            update(layers, optimizer, x[rows], y[rows])

    return peer.LongTurn(run, finish)


def least_squares(rows, features):
    x = uniform(int(rows), int(features) + 1, dtype=torch.float64)
    x[:, 0] = 1  # the intercept
    y = uniform(int(rows), 1, dtype=torch.float64)
    return peer.LongTurn(lambda: torch.linalg.solve(x.T @ x, x.T @ y), finish)


where = f"CUDA {torch.version.cuda}, {torch.cuda.get_device_name()}" if device.type == "cuda" else f"{torch.get_num_threads()} threads"
peer.serve(f"PyTorch {torch.__version__}, {where}", {
    "gemm": gemm, "elementwise": elementwise, "column-sums": column_sums, "upload": upload, "download": download,
    "step": step, "first-step": first_step, "epoch": epoch, "least-squares": least_squares,
})
