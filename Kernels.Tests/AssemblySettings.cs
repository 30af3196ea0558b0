// Device tests share the machine's cores and devices; one at a time keeps them honest and their failures readable.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
