"""PyTorch's side of the head's bench: CPU, fused AdamW, clip 1.0, exact GELU, the job's own dropout masks.

Usage: pytorchStep.py JOB HIDDEN BATCH THREADS. JOB is one float32 file: weights ([in, out]) in the model's order,
then for each of 8 batches features, target and the masks of four dropout sites. Says hello in one JSON line, then
answers each line N with the times in ms and the losses of N steps.
"""

import json
import sys
import time

import torch
from torch import nn

SHARES = [0.1, 0.1, 0.1, 0.05]
BATCHES = 8


class Head(nn.Module):
    """The new fusion block and the trajectory head; given masks replace dropout."""

    def __init__(self, h: int) -> None:
        super().__init__()
        self.sizes = [(h, h), (h, 2 * h), (2 * h, 2 * h), (2 * h, h), (h, 90)]
        self.linears = nn.ModuleList(nn.Linear(*size) for size in self.sizes)
        self.dropouts = nn.ModuleList(nn.Dropout(share) for share in SHARES)

    def forward(self, x: torch.Tensor, masks: list | None = None) -> torch.Tensor:
        for i, dropout in enumerate(self.dropouts):
            x = nn.functional.gelu(self.linears[i](x))
            x = dropout(x) if masks is None else x * masks[i]
        return self.linears[-1](x)


def read(path: str, hidden: int, batch: int) -> tuple:
    """The job's head and batches."""
    with open(path, "rb") as file:
        values = torch.frombuffer(bytearray(file.read()), dtype=torch.float32)
    position = 0

    def take(*shape: int) -> torch.Tensor:
        nonlocal position
        count = torch.Size(shape).numel()
        position += count
        return values[position - count : position].reshape(shape).clone()

    head = Head(hidden)
    with torch.no_grad():
        for linear, (fan_in, fan_out) in zip(head.linears, head.sizes):
            linear.weight.copy_(take(fan_in, fan_out).T)
            linear.bias.copy_(take(fan_out))
    batches = [
        (take(batch, hidden), take(batch, 90), [take(batch, size[1]) for size in head.sizes[:-1]])
        for _ in range(BATCHES)
    ]
    return head, batches


def main() -> None:
    path = sys.argv[1]
    hidden, batch, threads = (int(value) for value in sys.argv[2:5])
    torch.set_num_threads(threads)
    head, batches = read(path, hidden, batch)
    optimizer = torch.optim.AdamW(head.parameters(), lr=1e-3, weight_decay=0.01, fused=True)

    def step(index: int) -> float:
        features, target, masks = batches[index % BATCHES]
        optimizer.zero_grad(set_to_none=False)
        loss = nn.functional.mse_loss(head(features, masks), target)
        loss.backward()
        nn.utils.clip_grad_norm_(head.parameters(), 1.0)
        optimizer.step()
        return loss.item()

    print(json.dumps({"ms": [], "losses": []}), flush=True)
    done = 0
    for line in sys.stdin:
        times, losses = [], []
        for _ in range(int(line)):
            start = time.perf_counter()
            losses.append(step(done))
            times.append((time.perf_counter() - start) * 1000)
            done += 1
        print(json.dumps({"ms": times, "losses": losses}), flush=True)


if __name__ == "__main__":
    main()
