/** `help agents`: for programs that write and repair training code. */
export const AGENTS_HELP = `For coding agents: a training run that does not learn
=====================================================

Call it before you change learning rate, model or data, and again after: a change is worth keeping when the cause is gone,
not when one number went down.

  npx seven-fixes diagnose path/to/log --json              # any log: CSV, JSON, TensorBoard, console text, a folder
  npx seven-fixes diagnose path/to/log --predictions pairs.csv --json
  npx seven-fixes diagnose --recipe FOLDER --json          # help recipe: trained here again, and looked into
  npx seven-fixes diagnose evidence.json --json            # help evidence: 20 lines of Python write it
  npx seven-fixes check-data labels.npy --json             # trajectories: are the labels themselves right?

pairs.csv holds held-out rows: index,target,prediction, or target_0,target_1,…,prediction_0,prediction_1,…, in the units
its owner judges by, after inverse scaling. A log alone can rarely tell why a loss is flat; a hundred pairs often can.

Exit code: 0 every verdict is none; 1 something was found, or it is undecided; 2 bad input (one line on stderr says what
was found, what is wanted and the option that helps; mend that first, nothing was judged).

How to read the JSON (format 1; names and shapes stay)
  runs[]            one entry a run: source, name, roles, diagnosis. With one run its fields stand at the top too.
  roles             what each column was taken for. Wrong? Say --train-loss COLUMN, --validation-loss COLUMN,
                    --learning-rate COLUMN, --gradient-norm COLUMN, and ask again. Check this before you believe a verdict.
  verdict.cause     label-or-information, output-scale, optimiser, architecture, evaluation, none, undecided
  verdict.sentence  the cause and the one number; show it to people as it is
  verdict.candidates  best first; where undecided, the two or three that this evidence cannot tell apart
  findings          worst first: rule, cause, severity, message, evidence (the numbers and the threshold crossed)
  clear             what was looked at and is fine, with the number that cleared it
  skipped           what could not be looked at, and what that would need
  proposals         sets of changes to make together, best first. kind "data" changes nothing in training: it says what
                    to mend in labels, units, splits or rows
  next              the cheapest measurement that would say more
Numbers that are not finite are the texts "NaN", "Infinity", "-Infinity".

What not to conclude
  - skipped is not clear. A rule that lacked data says nothing; none means: nothing found with what was given.
  - undecided is no failure of the tool and no licence to try fixes at random: do what next says, then ask again.
  - label-or-information: no learning rate, loss or architecture repairs it. Look at the rows named, or at what the inputs
    can know at all. Do not tune.
  - evaluation: the model may be fine. Mend the measurement (units, inverse scaling, mode, split, mixed runs) and measure
    the same model again before you train another.
  - A loss of exactly 0 beside a gradient norm of NaN is a dead run, not a solved one.
  - A lower loss after a change of loss, scaling or split is no improvement: losses of two meanings do not compare. Compare
    errors in the owner's units, on the same rows, over several seeds.
  - A proposal is a hypothesis with a reason. Make one set at a time, keep the others as they are, say which helped.
  - Never fit a threshold, a split or the held-out rows to make a finding go away.
`;
