"""PyTorch's step of the true-size head: CPU, fused AdamW, clip 1.0, dropout; one JSON line of times.

Usage: pytorchStep.py HIDDEN BATCH THREADS STEPS, then one line on stdin per wanted block of STEPS steps.
Each answer is a JSON list of step times in milliseconds, so that a caller can interleave engines.
"""

import json
import sys
import time

import torch
from torch import nn


def head(h: int) -> nn.Sequential:
    """The new fusion block and the trajectory head, exact GELU, as the incident trains them."""
    return nn.Sequential(
        *(nn.Linear(h, h), nn.GELU(), nn.Dropout(0.1)),
        *(nn.Linear(h, 2 * h), nn.GELU(), nn.Dropout(0.1)),
        *(nn.Linear(2 * h, 2 * h), nn.GELU(), nn.Dropout(0.1)),
        *(nn.Linear(2 * h, h), nn.GELU(), nn.Dropout(0.05)),
        nn.Linear(h, 90),
    )


def main() -> None:
    hidden, batch, threads, steps = (int(value) for value in sys.argv[1:5])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    model = head(hidden)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.01, fused=True)
    features, target = torch.randn(64, batch, hidden), torch.randn(64, batch, 90)
    print(json.dumps({"version": torch.__version__, "parameters": sum(p.numel() for p in model.parameters())}))
    sys.stdout.flush()
    for _ in sys.stdin:
        times = []
        for step in range(steps):
            start = time.perf_counter()
            optimizer.zero_grad(set_to_none=False)
            loss = nn.functional.mse_loss(model(features[step % 64]), target[step % 64])
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            loss.item()
            times.append((time.perf_counter() - start) * 1000)
        print(json.dumps(times))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
