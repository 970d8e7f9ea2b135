"""The same training as trueSizeRun.mjs in PyTorch: cached random features, evaluation after every epoch."""

import math
import os
import time

import torch
from torch import nn

from pytorchStep import Head

HIDDEN, SAMPLES, VALIDATION, BATCH, EPOCHS = 1024, 5293, 662, 4, 7


def main() -> None:
    threads = len(os.sched_getaffinity(0))
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    features, held_out = torch.randn(SAMPLES, HIDDEN), torch.randn(VALIDATION, HIDDEN)
    slopes = torch.randn(8, 90)
    target, wanted = features[:, :8] @ slopes, held_out[:, :8] @ slopes
    head = Head(HIDDEN)
    optimizer = torch.optim.AdamW(head.parameters(), lr=1e-2, weight_decay=0.01, fused=True)
    start = time.perf_counter()
    for epoch in range(EPOCHS):
        for group in optimizer.param_groups:
            group["lr"] = 1e-4 + (1e-2 - 1e-4) * (1 + math.cos(math.pi * epoch / EPOCHS)) / 2
        head.train()
        for rows in torch.randperm(SAMPLES).split(BATCH):
            optimizer.zero_grad(set_to_none=False)
            loss = nn.functional.mse_loss(head(features[rows]), target[rows])
            loss.backward()
            nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            optimizer.step()
            loss.item()
        head.eval()
        with torch.no_grad():
            (head(held_out) - wanted).reshape(VALIDATION, 45, 2).norm(dim=-1).mean().item()
    seconds = time.perf_counter() - start
    print(f"PyTorch {torch.__version__}, {threads} threads: {seconds:.1f} s for {EPOCHS} epochs", flush=True)


if __name__ == "__main__":
    main()
