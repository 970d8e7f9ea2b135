/**
 * How threads share one phase: a ticket word holds the phase's number (upper 20 bits) and how many units are
 * left (lower 12). Taking a unit is one compare-and-swap, so a late thread can never take a unit of a phase
 * that is over, and a thread that is gone simply takes none.
 */
export const WORD = { ticket: 0, done: 1, failed: 2, sleepers: 3, stop: 4, phase: 8 } as const;

/** Words at the start of the memory that belong to tickets and phase. */
export const CONTROL_WORDS = 64;

/** Units one phase may have. */
export const MAX_UNITS = 0xfff;

/** The ticket word of phase `phase` with all its units left. */
export function ticketOf(phase: number, units: number): number {
  return (phase << 12) | units;
}

/** The unit a taken ticket stands for. */
export function unitOf(ticket: number): number {
  return (ticket & MAX_UNITS) - 1;
}

/** Takes one unit of the current phase: its ticket, or 0 when none is left. */
export function takeTicket(words: Int32Array): number {
  for (;;) {
    const ticket = Atomics.load(words, WORD.ticket);
    if ((ticket & MAX_UNITS) === 0) return 0;
    if (Atomics.compareExchange(words, WORD.ticket, ticket, ticket - 1) === ticket) return ticket;
  }
}

/** Reads of a word before a thread goes to sleep: about a tenth of a millisecond. */
const SPINS = 20_000;

/** Waits for a phase with units left; returns at once if there is one. Spins first: phases follow closely. */
export function waitForPhase(words: Int32Array): void {
  for (let i = 0; i < SPINS; i++) {
    if ((Atomics.load(words, WORD.ticket) & MAX_UNITS) !== 0) return;
  }
  Atomics.add(words, WORD.sleepers, 1);
  const seen = Atomics.load(words, WORD.ticket);
  if ((seen & MAX_UNITS) === 0 && Atomics.load(words, WORD.stop) === 0)
    Atomics.wait(words, WORD.ticket, seen);
  Atomics.sub(words, WORD.sleepers, 1);
}

/** Waits until `units` are done or a thread failed in one. Never blocks longer than a millisecond at a time. */
export function waitForUnits(words: Int32Array, units: number): void {
  for (let i = 0; ; i++) {
    const done = Atomics.load(words, WORD.done);
    if (done >= units || Atomics.load(words, WORD.failed) !== 0) return;
    if (i > SPINS) Atomics.wait(words, WORD.done, done, 1);
  }
}
