import { expect, it } from "vitest";
import { renderOutput } from "../../lib/book/renderOutput";

it("renderOutput(output, path) shows progress that was saved in all its states in the last one", () => {
  const text = "epoch 1\r\n10%\r20%\r100%\n<end>\n";
  expect(renderOutput({ output_type: "stream", name: "stdout", text }, "p.png")).toEqual({
    html: '<pre class="stream stdout">epoch 1\n100%\n&lt;end&gt;</pre>',
    pictures: [],
  });
});
