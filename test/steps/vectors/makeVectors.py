"""Makes the stored PyTorch vectors of this folder. Run: python makeVectors.py (needs torch, numpy, safetensors).

parts.json      losses with gradients, AdamW, SGD, clipping, schedules
train-*.safetensors   whole trainings of the teacher's head: first and last weights, data, order, masks, losses
"""

import base64
import json
import math
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional as F

HERE = Path(__file__).parent
torch.manual_seed(0)
torch.set_num_threads(1)


def flat(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().double().flatten().tolist()]


def losses():
    prediction = torch.linspace(-4, 4, 17)
    target = torch.sin(torch.arange(17.0)) * 2
    cases = []
    for name, beta, loss in [
        ("mse", 1.0, F.mse_loss),
        ("smooth-l1", 1.0, lambda p, t: F.smooth_l1_loss(p, t, beta=1.0)),
        ("smooth-l1", 0.25, lambda p, t: F.smooth_l1_loss(p, t, beta=0.25)),
        ("huber", 1.0, lambda p, t: F.huber_loss(p, t, delta=1.0)),
        ("huber", 2.5, lambda p, t: F.huber_loss(p, t, delta=2.5)),
    ]:
        p = prediction.clone().requires_grad_()
        value = loss(p, target)
        value.backward()
        cases.append({"loss": name, "beta": beta, "value": value.item(), "gradient": flat(p.grad)})
    return {"prediction": flat(prediction), "target": flat(target), "cases": cases}


def optimizer(make):
    head = torch.randn(5).requires_grad_()
    backbone = torch.randn(3).requires_grad_()
    start = [flat(head), flat(backbone)]
    run = make([{"params": [head], "lr": 1e-2}, {"params": [backbone], "lr": 5e-5}])
    steps = []
    for k in range(12):
        head.grad = torch.randn(5) * 10 ** (k % 5 - 2)
        backbone.grad = torch.randn(3)
        gradients = [flat(head.grad), flat(backbone.grad)]
        norm = nn.utils.clip_grad_norm_([head, backbone], 1.0)
        run.step()
        steps.append({"gradients": gradients, "norm": norm.item(), "weights": [flat(head), flat(backbone)]})
    return {"start": start, "steps": steps}


def schedules():
    epochs, total, warmup = 7, 40, 4
    weight = nn.Parameter(torch.zeros(1))
    sgd = torch.optim.SGD([weight], lr=1e-2)
    cosine = torch.optim.lr_scheduler.CosineAnnealingLR(sgd, T_max=epochs, eta_min=1e-4)
    per_epoch = []
    for _ in range(epochs):
        per_epoch.append(sgd.param_groups[0]["lr"])
        sgd.step()
        cosine.step()

    def factor(k):
        if k < warmup:
            return k / max(1, warmup)
        return max(0.0, 0.5 * (1 + math.cos(math.pi * (k - warmup) / max(1, total - warmup))))

    sgd = torch.optim.SGD([weight], lr=5e-3)
    lambda_lr = torch.optim.lr_scheduler.LambdaLR(sgd, factor)
    per_update = []
    for _ in range(total):
        per_update.append(sgd.param_groups[0]["lr"])
        sgd.step()
        lambda_lr.step()
    return {"perEpoch": per_epoch, "perUpdate": per_update}


class Teacher(nn.Module):
    def __init__(self, h, fusion):
        super().__init__()
        if fusion == "after":
            self.fusion = nn.ModuleDict({"linear": nn.Linear(h, h)})
        else:
            self.fusion = nn.ModuleDict(
                {"expand": nn.Linear(h, 2 * h), "norm": nn.LayerNorm(2 * h), "contract": nn.Linear(2 * h, h)}
            )
        self.head = nn.ModuleList(
            [nn.Linear(h, 2 * h), nn.Linear(2 * h, 2 * h), nn.Linear(2 * h, h), nn.Linear(h, 90)]
        )
        nn.init.normal_(self.head[3].weight, std=0.5)

    def forward(self, x, masks):
        f = self.fusion
        if "linear" in f:
            x = F.gelu(f["linear"](x)) * masks[0]
        else:
            x = f["contract"](F.gelu(f["norm"](f["expand"](x))) * masks[0])
        for layer, mask in zip(self.head[:3], masks[1:]):
            x = F.gelu(layer(x)) * mask
        return self.head[3](x)

    def stored(self):
        """Weights by name, matrices as [in, out]."""
        return {
            name: (value.detach().T if value.dim() == 2 else value.detach()).contiguous().clone()
            for name, value in self.named_parameters()
        }


def training(name, h, fusion, loss, accumulation, rates):
    """100 updates over 37 samples in micro-batches of 4: the last batch of an epoch is 1 sample, the last group short."""
    samples, batch = 37, 4
    features = torch.randn(samples, h)
    targets = torch.cumsum(torch.randn(samples, 45, 2) * 0.3 + torch.tensor([0.8, 0.0]), 1).reshape(samples, 90)
    model = Teacher(h, fusion)
    tensors = {f"start.{key}": value for key, value in model.stored().items()}
    adam = torch.optim.AdamW(model.parameters(), lr=1.0, weight_decay=0.01)
    widths = [2 * h if fusion == "before" else h, 2 * h, 2 * h, h]
    shares = [0.1, 0.1, 0.1, 0.05]
    order, bits, record_losses, record_norms, updates = [], [], [], [], 0
    while updates < 100:
        epoch_order = torch.randperm(samples)
        order += epoch_order.tolist()
        batches = list(torch.split(epoch_order, batch))
        for index, rows in enumerate(batches):
            kept = [(torch.rand(len(rows), w) >= p).float() for w, p in zip(widths, shares)]
            bits += [mask.flatten() for mask in kept]
            masks = [mask / (1 - p) for mask, p in zip(kept, shares)]
            value = loss(model(features[rows], masks), targets[rows])
            (value / accumulation).backward()
            record_losses.append(value.item())
            if (index + 1) % accumulation == 0 or index + 1 == len(batches):
                record_norms.append(nn.utils.clip_grad_norm_(model.parameters(), 1.0).item())
                for group in adam.param_groups:
                    group["lr"] = rates[updates % len(rates)]
                adam.step()
                adam.zero_grad()
                updates += 1
                if updates == 100:
                    break
    tensors |= {f"end.{key}": value for key, value in model.stored().items()}
    tensors |= {"features": features, "targets": targets}
    tensors |= {"losses": torch.tensor(record_losses), "norms": torch.tensor(record_norms), "rates": torch.tensor(rates)}
    packed = np.packbits(torch.cat(bits).numpy().astype(np.uint8))
    metadata = {"order": json.dumps(order), "masks": base64.b64encode(packed.tobytes()).decode()}
    save_file(tensors, HERE / f"train-{name}.safetensors", metadata)


parts = {
    "losses": losses(),
    "adamw": optimizer(lambda groups: torch.optim.AdamW(groups, weight_decay=0.01)),
    "sgd": optimizer(lambda groups: torch.optim.SGD(groups, weight_decay=0.01)),
    "schedules": schedules(),
}
(HERE / "parts.json").write_text(json.dumps(parts, indent=1) + "\n")
training("old", 32, "before", F.smooth_l1_loss, 4, [1e-3, 5e-3, 2e-3])
training("new", 32, "after", F.mse_loss, 1, [1e-2, 3e-3])
