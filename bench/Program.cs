using BenchmarkDotNet.Running;
using NeuralGpu;
using NeuralGpu.Bench;

// These measurements of their own each print one table. Anything else goes to BenchmarkDotNet.
try
{
    string[] rest = [.. args.Skip(1)];
    switch (args.FirstOrDefault())
    {
        case null or "--help" or "-h":
            Console.WriteLine(Usage.Text);
            break;
        case "compare":
            return CompareCommand.Run(rest, Console.Out, Console.Error);
        case "gemm":
            GemmContest.Run(rest, Console.Out);
            break;
        case "tune":
            GemmTuning.Run(rest, Console.Out);
            break;
        case "elementwise":
            ElementwiseContest.Run(rest, Console.Out);
            break;
        case "epoch":
            TrainingContest.Epoch(rest, Console.Out);
            break;
        case "step":
            TrainingContest.Step(rest, Console.Out);
            break;
        case "profile":
            ProfileCommand.Run(rest, Console.Out);
            break;
        case "first-step":
            FirstStep.Run(rest, Console.Out);
            break;
        case FirstStep.ChildVerb:
            FirstStep.RunChild(rest, Console.Out);
            break;
        case "solve":
            SolveComparison.Run(rest, Console.Out);
            break;
        case "growth":
            TrainingGrowth.Run(rest, Console.Out);
            break;
        case "train":
            TrainingTimes.Run(rest, Console.Out);
            break;
        case "least-squares":
            LeastSquaresContest.Run(rest, Console.Out);
            break;
        case "least-squares-growth":
            LeastSquaresGrowth.Run(rest, Console.Out);
            break;
        default:
            bool isLong = args.Contains("--long");
            BenchmarkSwitcher.FromAssembly(typeof(Config).Assembly).Run([.. args.Where(argument => argument != "--long")], isLong ? Config.Long : Config.Short);
            break;
    }
    return 0;
}
catch (Exception exception) when (exception is ArgumentException or DeviceUnavailableException)
{
    Console.Error.WriteLine($"neuralgpu-bench: {exception.Message}");
    return 2;
}
// A peer that failed or does not agree, or a file that cannot be written.
catch (Exception exception) when (exception is InvalidOperationException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"neuralgpu-bench: {exception.Message}");
    return 1;
}
