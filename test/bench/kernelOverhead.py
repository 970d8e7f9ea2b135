"""Start-up and time per cell of this project's kernel beside tslab as it comes and ipykernel, under one client.

    npx seven-fixes lab --prepare
    .venv/bin/python test/bench/kernelOverhead.py [CELLS]

Prints medians over STARTS kernels of each kind, which take turns so that a busy spell of the machine meets all.
A cell's time is from the request to its reply and closing `idle`; the first cells of a kernel are told apart, for a
compiler reads its libraries then.
"""

import json
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

STARTS = 3
PATIENCE = 300
ROOT = Path(__file__).resolve().parents[2]
TSLAB = ROOT / "node_modules/tslab/bin/tslab"
MAIN = ROOT / "lib/dist/jupyter/kernel/main.js"
KERNELS = {
    "seven-fixes": ["node", str(MAIN), "{connection_file}"],
    "tslab": ["node", str(TSLAB), "kernel", "--config-path={connection_file}"],
    "ipykernel": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
}
PRINT = {"ipykernel": "print(1)"}
IMPORT = {"ipykernel": "import math"}


def kernel_specs(folder):
    """Kernelspecs of all three, written where nothing else is found."""
    for name, argv in KERNELS.items():
        spec = {"argv": argv, "display_name": name, "language": "text"}
        (folder / name).mkdir()
        (folder / name / "kernel.json").write_text(json.dumps(spec))
    return KernelSpecManager(kernel_dirs=[str(folder)], ensure_native_kernel=False)


def seconds_of_cell(client, code):
    """Runs one cell; the seconds until both its reply and its `idle` were there."""
    start = time.perf_counter()
    request = client.execute(code)
    while True:
        message = client.get_iopub_msg(timeout=PATIENCE)
        state = message["content"].get("execution_state")
        if message["parent_header"].get("msg_id") == request and state == "idle":
            break
    while (reply := client.get_shell_msg(timeout=PATIENCE))["parent_header"].get("msg_id") != request:
        pass
    if reply["content"]["status"] != "ok":
        sys.exit(f"expected the cell `{code}` to run, got {reply['content']}")
    return time.perf_counter() - start


def measure(name, specs, cells):
    """Seconds of one kernel: until it answers, its first cell, its first import, and the median of small cells."""
    start = time.perf_counter()
    manager = KernelManager(kernel_name=name, kernel_spec_manager=specs)
    manager.start_kernel(cwd=str(ROOT / "notebooks"))
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=PATIENCE)
        ready = time.perf_counter() - start
        first = seconds_of_cell(client, PRINT.get(name, "console.log(1)"))
        imported = seconds_of_cell(client, IMPORT.get(name, 'import { math } from "seven-fixes"; math.mean([1])'))
        small = [seconds_of_cell(client, PRINT.get(name, "console.log(1)")) for _ in range(cells)]
        return ready, first, imported, median(small)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def main():
    cells = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    runs = {name: [] for name in KERNELS}
    with tempfile.TemporaryDirectory() as folder:
        specs = kernel_specs(Path(folder))
        for _ in range(STARTS):
            for name in KERNELS:
                runs[name].append(measure(name, specs, cells))
    print(f"medians of {STARTS} kernels, {cells} small cells each")
    print(f"{'kernel':<12} {'start (s)':>10} {'first cell (s)':>15} {'import (s)':>11} {'cell (ms)':>10}")
    for name, seen in runs.items():
        ready, first, imported, small = (median(column) for column in zip(*seen))
        print(f"{name:<12} {ready:>10.2f} {first:>15.2f} {imported:>11.2f} {1000 * small:>10.1f}")


if __name__ == "__main__":
    main()
