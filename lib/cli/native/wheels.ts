/** One file of the Python package index that carries native libraries. */
export interface Wheel {
  readonly name: string;
  readonly version: string;
  /** Of the one file the tags below select. */
  readonly sha256: string;
}

/** What `native` fetches for one kind of machine. */
export interface NativeVariant {
  readonly kind: "cpu" | "gpu";
  readonly wheels: readonly Wheel[];
  /** Megabytes to download, to stay on disk, and free at the worst moment. */
  readonly downloadMB: number;
  readonly keptMB: number;
  readonly neededMB: number;
}

/** Wheels are chosen by explicit tags, so any Python that has pip will do; they hold the same libraries anyway. */
export const WHEEL_TAGS = [
  "--python-version=3.11",
  "--implementation=cp",
  "--abi=cp311",
  "--abi=none",
  "--abi=abi3",
  ...["2_27", "2_18", "2_17", "2014", "1"].map((glibc) =>
    glibc.includes("_") ? `--platform=manylinux_${glibc}_x86_64` : `--platform=manylinux${glibc}_x86_64`,
  ),
] as const;

/**
 * Where the libraries come from. The CPU wheel is the smallest that carries libtensorflow_cc; the GPU one
 * is built for CUDA 12 and finds NVIDIA's own wheels beside it, as its package metadata asks.
 */
export const NATIVE_VARIANTS = {
  cpu: {
    kind: "cpu",
    wheels: [
      {
        name: "tensorflow-cpu",
        version: "2.13.1",
        sha256: "87be6e61314b2c0fa062f71e26e41d6a17e162ffe4da72c820fe8f1fc94d97fe",
      },
    ],
    downloadMB: 187,
    keptMB: 565,
    neededMB: 1500,
  },
  gpu: {
    kind: "gpu",
    wheels: [
      {
        name: "tensorflow",
        version: "2.21.0",
        sha256: "9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124",
      },
      {
        name: "nvidia-cublas-cu12",
        version: "12.9.3.13",
        sha256: "d7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72",
      },
      {
        name: "nvidia-cuda-cupti-cu12",
        version: "12.8.90",
        sha256: "ea0cb07ebda26bb9b29ba82cda34849e73c166c18162d3913575b0c9db9a6182",
      },
      {
        name: "nvidia-cuda-nvcc-cu12",
        version: "12.9.86",
        sha256: "5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0",
      },
      {
        name: "nvidia-cuda-nvrtc-cu12",
        version: "12.9.86",
        sha256: "210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4",
      },
      {
        name: "nvidia-cuda-runtime-cu12",
        version: "12.9.79",
        sha256: "25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3",
      },
      {
        name: "nvidia-cudnn-cu12",
        version: "9.28.0.42",
        sha256: "9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375",
      },
      {
        name: "nvidia-cufft-cu12",
        version: "11.4.1.4",
        sha256: "c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28",
      },
      {
        name: "nvidia-curand-cu12",
        version: "10.3.10.19",
        sha256: "49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e",
      },
      {
        name: "nvidia-cusolver-cu12",
        version: "11.7.5.82",
        sha256: "15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88",
      },
      {
        name: "nvidia-cusparse-cu12",
        version: "12.5.10.65",
        sha256: "73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78",
      },
      {
        name: "nvidia-nccl-cu12",
        version: "2.32.3",
        sha256: "bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c",
      },
      {
        name: "nvidia-nvjitlink-cu12",
        version: "12.9.86",
        sha256: "e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9",
      },
    ],
    downloadMB: 3200,
    keptMB: 5400,
    neededMB: 8000,
  },
} as const satisfies Record<string, NativeVariant>;
