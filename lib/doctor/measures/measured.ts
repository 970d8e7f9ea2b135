/**
 * Stands among a finding's numbers where the thing itself was tried (both modes on the same rows, a loss that was asked,
 * a training beside the run), not read from what a run happens to leave.
 */
export const MEASURED = { measured: 1 } as const;
