"""Runs Jupyter's own kernel tests (jupyter_kernel_test) against a kernel of this project.

    pip install jupyter_kernel_test
    JUPYTER_PATH=lib/jupyter KERNEL=seven-fixes python test/kernel/conformance.py

Every test of the suite applies but two, which the suite skips by itself: the pager (`code_page_something`: neither
tslab nor this kernel has one) and the welcome message on iopub (JEP 65, which tslab's own protocol 5.3 does not have).
"""

import os
import unittest

import jupyter_kernel_test as suite


class Samples:
    kernel_name = os.environ.get("KERNEL", "seven-fixes")
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = 'console.log("hello, world")'
    code_stderr = 'console.error("to stderr")'
    completion_samples = [
        # tslab matches without regard to case
        {"text": "Math.sq", "matches": {"sqrt", "SQRT1_2", "SQRT2"}},
        {"text": "conso", "matches": {"console"}},
        {"text": 'import * as p from "path"; p.joi', "matches": {"join"}},
    ]
    complete_code_samples = ["1", 'console.log("x")', "function f(x: number) {\n  return x * 2;\n}", "const a = 1;"]
    incomplete_code_samples = ["function f(x: number) {", "const b = (", "if (true) {\n  1"]
    invalid_code_samples = ["import = 7q", "const const = 3;", ")"]
    code_generate_error = 'throw new Error("deliberate")'
    code_execute_result = [{"code": "1 + 1", "result": "2"}, {"code": '"abc"', "result": "'abc'"}]
    code_display_data = [
        {"code": 'import { display } from "tslab"; display.html("<b>x</b>")', "mime": "text/html"},
        {"code": 'import { display as again } from "tslab"; again.svg("<svg/>")', "mime": "image/svg+xml"},
    ]
    supported_history_operations = ("tail", "range", "search")
    code_history_pattern = "1 ?*"
    code_inspect_sample = "Math.sqrt"
    code_clear_output = '(globalThis as any)[Symbol.for("seven-fixes.clearOutput")](false); undefined'


class KernelTests(Samples, suite.KernelTests):
    pass


class IopubWelcomeTests(Samples, suite.IopubWelcomeTests):
    support_iopub_welcome = False  # the output channel is a plain publisher, as in ipykernel by default


if __name__ == "__main__":
    unittest.main(verbosity=2)
