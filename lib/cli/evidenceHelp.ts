/** `help evidence`: the lines stand here once; what they wrote with real PyTorch is a kept test. */
export const EVIDENCE_HELP = `evidence.json from a PyTorch loop
=================================

A log says how the loss went, pairs say what came out; evidence.json also says what happens inside. Every part is optional.
Copy evidence.py, call it where the loop below does, then: npx seven-fixes diagnose evidence.json

--- evidence.py
import json, torch

def stage(name, when, out):  # rows of one layer's output, the same rows at start and end
    a = out.detach().flatten(1).float(); c = a - a.mean(0); n = torch.nn.functional.normalize(c)
    s = torch.linalg.svdvals(c) ** 2
    cosines = (n @ n.T)[~torch.eye(len(n), dtype=torch.bool)]
    return dict(stage=name, when=when, width=a.shape[1], std=a.std().item(), meanNorm=a.norm(dim=1).mean().item(),
                centredCosineSpread=cosines.std().item(), effectiveRank=(s.sum() ** 2 / (s**2).sum()).item(),
                deadShare=(a == 0).all(0).float().mean().item(), saturatedShare=float("nan"))

def stages(model, x, when):  # the inputs and what each hidden layer makes of them, and the model's output
    found, leaves = [], [(n, m) for n, m in model.named_modules() if n and not list(m.children())]
    hooks = [m.register_forward_hook(lambda m, _, out, n=n: found.append((m, stage(n, when, out)))) for n, m in leaves]
    with torch.no_grad(): output = model(x)
    for hook in hooks: hook.remove()
    last = max((i for i, (m, _) in enumerate(found) if any(True for _ in m.parameters())), default=0)  # the output's own layer
    return [stage("inputs", when, x)] + [one for _, one in found[:last]], output

def gradient_norm(model):  # after backward(), before a clip and optimizer.step()
    return sum(p.grad.norm().item() ** 2 for p in model.parameters() if p.grad is not None) ** 0.5

def curve(name, role, values):
    return dict(name=name, role=role, x="step", at=list(range(len(values))), values=values)

--- your loop
before, first = stages(model, x_train[:256], "start")
losses, norms = [], []
for x, y in batches:
    loss = loss_fn(model(x), y); optimizer.zero_grad(); loss.backward()
    losses.append(loss.item()); norms.append(gradient_norm(model)); optimizer.step()
model.eval()
after, _ = stages(model, x_train[:256], "end")
with torch.no_grad(): prediction = model(x_test)
json.dump(dict(format=1, curves=[curve("loss", "train-loss", losses), curve("gradient norm", "gradient-norm", norms)],
               stages=before + after, start=dict(outputMean=first.mean(0).tolist(), outputStd=first.std(0).tolist(), loss=losses[0]),
               pairs=[dict(targets=y_test.tolist(), predictions=prediction.tolist(), split="held-out")]), open("evidence.json", "w"))
---

Targets and predictions are [N, outputs] in the units the model is judged by (undo your scaling before). A loss that is
NaN is written as NaN; it is read as such. Say "settings": {"loss": "mse", "optimizer": {"name": "adam", "learningRate":
0.001}, "batchSize": 32, "epochs": 10} where you know them. More members: npx seven-fixes diagnose names what it does not know.
`;
