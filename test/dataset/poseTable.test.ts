import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { audit } from "../../lib/dataset/audit/audit";
import { auditPath } from "../../lib/dataset/audit/auditPath";
import { readTrajectoryFile } from "../../lib/dataset/trajectoryFile";

const folder = mkdtempSync(join(tmpdir(), "poses-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Posed {
  readonly t: number;
  readonly x: number;
  readonly y: number;
  readonly yaw: number;
}

/** A left turn at 8 m/s and 0.1 rad/s: on a circle of 80 m around (0, 80), x axis forward. */
const TURN: readonly Posed[] = Array.from({ length: 80 }, (_, i) => {
  const [t, yaw] = [0.1 * i, 0.01 * i];
  return { t, x: 80 * Math.sin(yaw), y: 80 - 80 * Math.cos(yaw), yaw };
});

function file(name: string, line: (pose: Posed, i: number) => string, head = "", poses = TURN): string {
  writeFileSync(join(folder, name), head + poses.map(line).join("\n"));
  return join(folder, name);
}
const half = ({ yaw }: Posed): [string, string] => [
  Math.sin(yaw / 2).toFixed(6),
  Math.cos(yaw / 2).toFixed(6),
];
const place = ({ x, y }: Posed): string => `${x.toFixed(3)} ${y.toFixed(3)} 0`;
const tum = (pose: Posed): string => `${pose.t.toFixed(2)} ${place(pose)} 0 0 ${half(pose).join(" ")}`;

/** What the audit understood and found, and the last row of its first target. */
function read(path: string): { understood: string; findings: string[]; last: readonly number[] } {
  const input = auditPath(path, "ego");
  const findings = audit(input).flatMap(({ kind, check }) => (kind === "finding" ? [check] : []));
  return { understood: input.understood ?? "", findings, last: input.samples[0]?.target.at(-1) ?? [] };
}
/** 4.5 s along the circle from its start: 0.45 rad, (80 sin .45, 80 − 80 cos .45) = (34.80, 7.96) m. */
const LAST = [expect.closeTo(34.8, 1), expect.closeTo(7.96, 1)];

describe("a table of poses", () => {
  it.each([
    ["TUM", file("tum.txt", tum), "times in s, quaternion x y z w, x axis forward, z up"],
    [
      "TUM with w first",
      file(
        "w-first.txt",
        (pose) => `${pose.t.toFixed(2)} ${place(pose)} ${half(pose)[1]} 0 0 ${half(pose)[0]}`,
      ),
      "quaternion w x y z, x axis forward, z up",
    ],
    [
      "EuRoC, nanoseconds, 17 columns",
      file(
        "euroc.csv",
        (pose) =>
          `14036365${Math.round(790 + 10 * pose.t)}00000000` +
          `,${place(pose).replaceAll(" ", ",")},${half(pose)[1]},0,0,${half(pose)[0]},8,0,0,0,0,0,0,0,0`,
        "#timestamp,p_x,p_y,p_z,q_RS_w [],q_RS_x [],q_RS_y [],q_RS_z [],v_x,v_y,v_z,b_x,b_y,b_z,a_x,a_y,a_z\n",
      ),
      "times in ns, quaternion w x y z, x axis forward, z up",
    ],
    [
      "KITTI-360, a frame number and 3 × 4 matrices, x forward",
      file("kitti360.txt", (pose, i) => {
        const [c, s] = [Math.cos(pose.yaw), Math.sin(pose.yaw)];
        return `${i} ${c} ${-s} 0 ${pose.x} ${s} ${c} 0 ${pose.y} 0 0 1 0`;
      }),
      "matrices, x axis forward, z up",
    ],
    [
      "4 × 4 matrices of a camera in its own world",
      file("camera.txt", (pose) => {
        const [c, s] = [Math.cos(pose.yaw), Math.sin(pose.yaw)]; // right = −left, down = −up, forward = z
        return `${c} 0 ${-s} ${-pose.y} 0 1 0 0 ${s} 0 ${c} ${pose.x} 0 0 0 1`;
      }),
      "matrices, camera axes (z forward, y down)",
    ],
  ])("of %s is a drive whose labels follow the circle", (_, path, understood) => {
    const drive = read(path);
    expect(drive.understood).toContain(understood);
    expect(drive.findings).toEqual([]);
    expect(drive.last).toEqual(LAST);
  });

  it.each([
    [
      "a sideways body",
      file("side.txt", (p) => tum({ ...p, yaw: p.yaw + Math.PI / 2 })),
      /pose: expected the heading to follow the motion \(within 10°\), got \d+° off at best/,
    ],
    [
      "2 Hz",
      file("slow.txt", (p) => tum({ ...p, t: 5 * p.t })),
      /time: expected poses at most 0\.35 s apart, got 0\.500 s; interpolate/,
    ],
    [
      "a short drive",
      file("short.txt", tum, "", TURN.slice(0, 20)),
      /time: expected poses over more than 4\.6 s .*, got 20 poses over 1\.9 s/,
    ],
    [
      "times that stand",
      file("stuck.txt", (p) => tum({ ...p, t: Math.min(p.t, 3) })),
      /line 32: expected a time after 3, got 3; sort/,
    ],
    [
      "a broken line",
      file("broken.txt", (p, i) => (i === 9 ? tum(p).replace(/ \S+$/, " nan") : tum(p))),
      /line 10: expected a pose like the others/,
    ],
    [
      "KITTI at another rate",
      file("fast.txt", ({ x }) => `1 0 0 0 0 1 0 0 0 0 1 ${10 * x}`),
      /time: expected poses 0\.1 s apart, got .* m between them .*; say how far apart they are: --seconds S/,
    ],
  ])("with %s is refused by name", (_, path, message) => {
    expect(() => read(path)).toThrow(message);
  });

  it("is never read as trajectories, and a car that stands is said to be unchecked", () => {
    expect(() => readTrajectoryFile(join(folder, "tum.txt"))).toThrow(
      /expected trajectories, got poses of a drive/,
    );
    const still = file("still.txt", (p) => tum({ ...p, x: 1e-4 * Math.sin(p.t), y: 0, yaw: 0 }));
    expect(read(still).understood).toContain("(unchecked: the car hardly moves)");
  });
});
