import { createRequire } from "node:module";

/** One call of tslab's writer. */
export interface Sent {
  readonly data: Readonly<Record<string, unknown>>;
  readonly displayId: string | undefined;
  readonly update: boolean;
}

const tslab = createRequire(__filename)("tslab/dist/jupyter.js") as { lastWriteDisplayData: unknown };

/** What `body` sends to the front-end when this process's tslab is running a cell. */
export function sentBy(body: () => void): Sent[] {
  const sent: Sent[] = [];
  listen(sent);
  try {
    body();
  } finally {
    tslab.lastWriteDisplayData = null;
  }
  return sent;
}

/** The same for a body that takes its time, with its result. */
export async function sendingBy<T>(body: () => Promise<T>): Promise<{ result: T; sent: Sent[] }> {
  const sent: Sent[] = [];
  listen(sent);
  try {
    return { result: await body(), sent };
  } finally {
    tslab.lastWriteDisplayData = null;
  }
}

function listen(sent: Sent[]): void {
  tslab.lastWriteDisplayData = (
    content: { data: Sent["data"]; transient: { display_id?: string } },
    update: boolean,
  ) => sent.push({ data: content.data, displayId: content.transient.display_id, update });
}
