import { describe, expect, it } from "vitest";
import { addNode, savedModelBytes, type Graph } from "../../../lib/steps/graph/graph";
import { bytesField, integerField, message } from "../../../lib/steps/graph/wire";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

describe("the wire format, on the examples of its specification", () => {
  it("integerField(1, 150) is 08 96 01: 150 = 1·128 + 22, the lower seven bits first", () => {
    expect(hex(integerField(1, 150))).toBe("089601");
  });

  it("integerField(1, 127) takes one byte, 128 two, and −1 all ten of 64 bits", () => {
    expect(hex(integerField(1, 127))).toBe("087f");
    expect(hex(integerField(1, 128))).toBe("088001");
    expect(hex(integerField(1, -1))).toBe("08ffffffffffffffffff01");
  });

  it('bytesField(2, "testing") is 12, the length, the letters; a field number from 16 on takes two bytes', () => {
    expect(hex(bytesField(2, "testing"))).toBe("120774657374696e67");
    expect(hex(bytesField(16, ""))).toBe("820100");
  });

  it("a message within a message: field 3 holds field 1 = 150", () => {
    expect(hex(message(bytesField(3, integerField(1, 150))))).toBe("1a03089601");
  });
});

describe("addNode(graph, node)", () => {
  it("gives each node a name of its own, and its bytes hold what it takes and waits for", () => {
    const graph: Graph = { nodes: [] };
    const a = addNode(graph, { operation: "NoOp", inputs: [], attributes: {} });
    const b = addNode(graph, { operation: "NoOp", inputs: [a], attributes: {}, after: [a] });
    expect([a, b]).toEqual(["NoOp.0", "NoOp.1"]);
    // name = 1, op = 2, input = 3 and the control input ^NoOp.0
    expect(Buffer.from(graph.nodes[1] ?? []).toString("latin1")).toBe(
      "\n\x06NoOp.1\x12\x04NoOp\x1a\x06NoOp.0\x1a\x07^NoOp.0",
    );
    expect(Buffer.from(savedModelBytes(graph)).includes(Buffer.from(graph.nodes[1] ?? []))).toBe(true);
  });
});
