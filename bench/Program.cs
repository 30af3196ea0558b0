using BenchmarkDotNet.Running;
using NeuralGpu;
using NeuralGpu.Bench;

// These measurements of their own each print one table. Anything else goes to BenchmarkDotNet.
try
{
    switch (args.FirstOrDefault())
    {
        case "gemm":
            {
                GemmReport.Run(new Options(args[1..], ["--device", "--threads", "--rounds", "--shapes", "--only", "--clock"], ["--json"]), Console.Out);
                return 0;
            }
        case "tune":
            {
                var options = new Options(args[1..], ["--device", "--rounds", "--shapes", "--clock"]);
                Turns.UsesProcessorTime = options.Text("--clock", "wall") == "processor";
                using Device device = Device.Open(options.Text("--device", "cuda"));
                new GemmTuning(device, options.Count("--rounds", 5), Console.Out).Run(GemmShape.ToTune(options.Text("--shapes", "all")));
                return 0;
            }
        case "solve":
            {
                var options = new Options(args[1..], ["--threads", "--rounds", "--only", "--clock"]);
                Turns.UsesProcessorTime = options.Text("--clock", "wall") == "processor";
                return new SolveComparison(options.Count("--threads", Environment.ProcessorCount), options.Count("--rounds", 9), options.Text("--only", string.Empty), Console.Out).Run();
            }
        case "train":
            {
                var options = new Options(args[1..], ["--device", "--threads", "--epochs"]);
                return new TrainingTimes(options.Text("--device", "cpu"), options.Count("--threads", Environment.ProcessorCount), options.Count("--epochs", 3)).Run(Console.Out);
            }
        case "least-squares":
            {
                var options = new Options(args[1..], ["--device", "--threads", "--rounds"]);
                return new LeastSquaresComparison(options.Text("--device", "cpu"), options.Count("--threads", Environment.ProcessorCount), options.Count("--rounds", 5)).Run(Console.Out);
            }
        case "least-squares-growth":
            {
                var options = new Options(args[1..], ["--device", "--threads", "--features"]);
                return new LeastSquaresGrowth(options.Text("--device", "cpu"), options.Count("--threads", Environment.ProcessorCount), options.Count("--features", 8192)).Run(Console.Out);
            }
        default:
            bool isLong = args.Contains("--long");
            BenchmarkSwitcher.FromAssembly(typeof(Config).Assembly).Run([.. args.Where(argument => argument != "--long")], isLong ? Config.Long : Config.Short);
            return 0;
    }
}
catch (Exception exception) when (exception is ArgumentException or DeviceUnavailableException)
{
    Console.Error.WriteLine($"neuralgpu-bench: {exception.Message}");
    return 2;
}
