/** One limit: its value, what it is measured in, where it comes from and why it stands where it stands. */
export interface Threshold {
  readonly value: number;
  readonly unit: string;
  readonly source: string;
  readonly reason: string;
}

/** Every limit of the audit. Set on the real drive and on generated drives with right labels, then left alone. */
export const THRESHOLDS = {
  topSpeed: {
    value: 35,
    unit: "m/s from one row to the next",
    source: "126 km/h, above every speed limit at a city crossing",
    reason: "nothing on wheels goes faster there: 3.5 m in 0.1 s",
  },
  otherRecordingMeters: {
    value: 200,
    unit: "m between two rows",
    source: "sensor range of about 100 m to either side",
    reason: "two objects one frame can show are never further apart, two recordings nearly always are",
  },
  accelerationLimit: {
    value: 12,
    unit: "m/s² over 0.5 s",
    source: "tyre grip, about 9.8 m/s², with room for noise",
    reason: "more needs another car, not another driver",
  },
  jerkLimit: {
    value: 60,
    unit: "m/s³ over 0.5 s",
    source: "from full braking to full acceleration within 0.5 s is 40",
    reason: "no pedal works faster",
  },
  impossibleShare: {
    value: 0.002,
    unit: "share of samples",
    source: "one sample in 500",
    reason: "a single odd window is worth a look, not an alarm",
  },
  slipDegrees: {
    value: 30,
    unit: "degrees after 0.5 s",
    source: "a turn at 1 rad/s reaches 14° by then",
    reason: "a car moves where it points; beyond this the heading is wrong",
  },
  slipShare: {
    value: 0.01,
    unit: "share of moving samples",
    source: "manoeuvring at walking pace",
    reason: "a wrong heading shows in far more samples",
  },
  behindMeters: {
    value: 2,
    unit: "m behind the start at the last row",
    source: "standing still with a noisy position stays within 1 m",
    reason: "ends further back mean reversing or a wrong ego",
  },
  behindShare: {
    value: 0.01,
    unit: "share of samples",
    source: "cars rarely reverse on the road",
    reason: "a driver's future lies in front",
  },
  leavesSidewaysShare: {
    value: 0.2,
    unit: "share of starts from standstill",
    source: "a random heading leaves within 60° of its x axis one time in three",
    reason: "a car leaves a standstill forwards",
  },
  duplicateShare: {
    value: 0.005,
    unit: "share of moving samples",
    source: "two float64 drives never agree to the last digit",
    reason: "more are copies, which also leak between splits",
  },
  gapShare: {
    value: 0.1,
    unit: "share of steps between frames",
    source: "real recordings lose about one frame in a hundred",
    reason: "with more, rows of a trajectory are no equal steps in time",
  },
  unevenStep: {
    value: 2,
    unit: "ratio of recordings' median steps",
    source: "one camera, one rate",
    reason: "recordings at different rates cannot share a label script that counts frames",
  },
  pairSeconds: {
    value: 0.08,
    unit: "s between the two views, median",
    source: "the quoted pair 000009 of V2X-Seq SPD is 63 ms apart; the next frame is 100 ms away",
    reason: "a pair taken further apart belongs to the next frame",
  },
  shiftGain: {
    value: 0.5,
    unit: "ratio of mismatch at the best shift to that at none",
    source: "a wrong row doubles the mismatch at least",
    reason: "targets continue the past of their own row",
  },
  mirrorSlope: {
    value: 0.5,
    unit: "slope of labelled on driven sideways motion",
    source: "1 when labels follow the pose, −1 when mirrored",
    reason: "half-way to no relation at all",
  },
  overlapShare: {
    value: 0,
    unit: "share of validation samples within 1 s of a training sample",
    source: "a split by recording has none",
    reason: "a neighbour 0.1 s away is nearly the same sample",
  },
  labelMeters: {
    value: 0.25,
    unit: "m between a target and the right label",
    source: "10 ms at 90 km/h",
    reason:
      "rounding to float32, smoothing and time stamps a little off stay below; another row of a moving car does not",
  },
  labelShare: {
    value: 0.01,
    unit: "of the distance driven, where that is more",
    source: "headings known to half a degree",
    reason: "an angle of 0.6° moves a point by a hundredth of its distance",
  },
  explainedVariance: {
    value: 0.05,
    unit: "R² of 8 nearest neighbours in the past second",
    source:
      "right labels reach 0.18…0.96 in generated sets, 0.52 on the real drive; the first car's −0.22…−0.08 in whole sets",
    reason: "motion goes on: a second of past explains much of the next seconds, or it is not the same car",
  },
  bimodalRatio: {
    value: 10,
    unit: "ratio of the two groups' median errors",
    source: "constant-velocity errors of one driver spread over one broad hump",
    reason: "two humps a factor ten apart are two kinds of label",
  },
  bimodalMeters: {
    value: 30,
    unit: "m, median error of the upper group",
    source: "hard braking from 20 m/s leaves constant velocity 30 m off at most on average",
    reason: "what is worse is no driving",
  },
  heavyShare: {
    value: 0.5,
    unit: "share of squared error carried by the worst 5 % of samples",
    source: "a normal spread puts about a quarter there",
    reason: "a mean squared error would learn these rows and little else",
  },
  slowestSet: {
    value: 1,
    unit: "m/s on average over the whole time ahead, of the fastest sample",
    source: "walking pace; km give 0.02, metres divided by 100 give 0.2",
    reason: "a set in which no car ever drives is not in metres, or shows a parked car",
  },
  sameShare: {
    value: 0.95,
    unit: "share of samples that have exactly one and the same target",
    source: "a car at a crossing waits half of its time",
    reason: "with more, nothing is left to learn",
  },
  growth: {
    value: 0.5,
    unit: "exponent of the growth of distance with time, rows 1 to T",
    source: "1 for positions at constant speed, 0 for the steps between them",
    reason: "half-way between the two",
  },
  firstStepOff: {
    value: 0.5,
    unit: "first step beside the second, off 1, for three quarters of the samples",
    source: "1 when row 1 is one step ahead, 0 when it is the start, 2 when it is one row late",
    reason: "half-way to either fault",
  },
  paddingStop: {
    value: 12,
    unit: "m/s² from the last step to exact standstill",
    source: "tyre grip, as for the acceleration limit",
    reason: "no car stops dead to the last digit; a filled-up row does",
  },
  missingRoadsideShare: {
    value: 0.25,
    unit: "share of pairs that name a roadside frame which is not there",
    source: "both releases name some; one of two picture archives missing is a half",
    reason: "that many are no slips of a list but pictures that were not unpacked",
  },
  headingJumpDegrees: {
    value: 15,
    unit: "degrees between a frame's heading and that of its neighbours",
    source: "a car that begins to turn at 1 rad/s² leaves the line between frames 0.35 s apart by 3.5°",
    reason: "no car turns there and back within two frames",
  },
  exchangedMeters: {
    value: 0.3,
    unit: "m off the line between the neighbours in time",
    source: "5 m/s² of braking leaves it by 2.5 cm at 10 Hz, by 0.3 m where two frames are lost",
    reason: "less cannot be told from braking",
  },
  exchangedGain: {
    value: 0.25,
    unit: "ratio of that distance after two time stamps are exchanged to before",
    source: "frames put right lie on the line, to the centimetres of a noisy pose",
    reason: "only a real exchange makes all six frames around smooth at once",
  },
} as const satisfies Readonly<Record<string, Threshold>>;
