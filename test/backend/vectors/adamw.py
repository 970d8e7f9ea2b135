"""Writes adamw.json: three parameter groups through torch.optim.AdamW with global gradient clipping.

Run: python test/backend/vectors/adamw.py  (PyTorch 2.x, CPU). The file is committed; nothing needs Python to test.
"""

import json
from pathlib import Path

import torch

STEPS, CLIP = 8, 1.0
generator = torch.Generator().manual_seed(7)


def normal(*shape: int, scale: float = 1.0) -> torch.Tensor:
    return torch.randn(*shape, generator=generator) * scale


# 5 × 7 = 35 numbers: not a multiple of the four lanes of a SIMD register
parameters = [torch.nn.Parameter(normal(5, 7)), torch.nn.Parameter(normal(7, scale=0.1)), torch.nn.Parameter(normal(3))]
rates = [1e-2, 1e-2, 5e-5]
initial = [p.detach().clone() for p in parameters]
optimizer = torch.optim.AdamW(
    [{"params": [p], "lr": lr} for p, lr in zip(parameters, rates)],
    betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01,
)

steps = []
for step in range(STEPS):
    # even steps lie under the clip norm, odd ones far above
    gradients = [normal(*p.shape, scale=0.05 if step % 2 == 0 else 30.0) for p in parameters]
    for p, g in zip(parameters, gradients):
        p.grad = g.clone()
    norm = torch.nn.utils.clip_grad_norm_(parameters, CLIP)
    optimizer.step()
    steps.append({
        "gradients": [g.flatten().tolist() for g in gradients],
        "gradientNorm": norm.item(),
        "parameters": [p.detach().flatten().tolist() for p in parameters],
    })

vectors = {
    "torch": torch.__version__,
    "clipNorm": CLIP,
    "learningRates": rates,
    "shapes": [list(p.shape) for p in parameters],
    "initial": [p.flatten().tolist() for p in initial],
    "steps": steps,
}
Path(__file__).with_name("adamw.json").write_text(json.dumps(vectors) + "\n")
