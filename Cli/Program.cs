using NeuralGpu.Cli;

return CommandLine.Run(args, Streams.OfThisProcess());
