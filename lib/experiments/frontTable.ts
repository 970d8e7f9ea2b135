import { type Judgement } from "./results";

const TITLES: Readonly<Record<string, string>> = {
  beforeFrozen: "nothing fixed, backbone frozen",
  onlyFusion: "1 simpler fusion block",
  onlyInitialisation: "2 larger initial weights",
  onlyInitialisationLiteral: "2 the same, read literally",
  onlyPooling: "3 plain pooling",
  onlyLoss: "4 MSE for Smooth L1",
  onlyLearningRate: "5 twice the learning rate",
  onlyStrategy: "6 no accumulation, no warm-up",
  onlyDebugOutput: "7 more debug output",
  after: "all seven",
};

const LABELS = { "ego-pose": "right", "first-car": "wrong" } as const;

/** Metres with their sign. */
export const signed = (metres: number): string => `${metres < 0 ? "−" : "+"}${Math.abs(metres).toFixed(2)}`;

/** The seven fixes on both label sets as a Markdown table: error, change against nothing fixed, range over seeds, verdict. */
export function frontTable(judgements: readonly Judgement[]): string {
  const rows = Object.entries(TITLES).flatMap(([name, title]) =>
    judgements
      .filter((one) => one.name === name)
      .map(({ labels, ade, adeRange, change, changeRange, verdict }) => {
        const error = `${ade.toFixed(2)} (${adeRange.map((end) => end.toFixed(2)).join("–")})`;
        const against =
          name === "beforeFrozen"
            ? ["", "base"]
            : [`${signed(change)} (${changeRange.map(signed).join(" … ")})`, verdict];
        return `| ${[title, LABELS[labels], error, ...against].join(" | ")} |`;
      }),
  );
  return ["| fix | labels | error (m) | change (m) | verdict |", "|---|---|---|---|---|", ...rows].join("\n");
}
