using System.CommandLine;

namespace NeuralGpu.Cli;

/// <summary><c>solve</c>: linear, ridge and polynomial regression by the normal equations.</summary>
internal static class SolveCommand
{
    // 0 is what the library begins with; commands count seeds from 1.
    private const ulong DefaultSeed = 1;

    public static Command Create(Streams streams)
    {
        var command = new CommandWithExamples(
            "solve",
            "Fit a linear model exactly, by the normal equations: least squares, ridge regression or a polynomial, with standard errors and intervals, from data of any length.",
            "neuralgpu solve houses.csv --target price",
            "neuralgpu solve houses.csv --target price --features area,rooms --json",
            "neuralgpu solve iris --target petal_width --plot residuals.svg",
            "neuralgpu solve curve.csv --target y --degree 3 --plot curve.svg",
            "neuralgpu solve houses.csv --target price --ridge 0.001,0.01,0.1,1 --choose gcv --out houses.safetensors",
            "neuralgpu solve matrix.npy --threads 2");
        var options = new SolveOptions();
        options.AddTo(command);
        command.SetAction(parsed => Run(options.Read(parsed), options.Device.Read(parsed), streams));
        return command;
    }

    private static int Run(SolveRequest request, DeviceChoice choice, Streams streams)
    {
        SolveConflicts.Refuse(request);
        if (request.Out is not null)
            OutputFile.RequireWritablePlace("--out", request.Out, request.Data);
        if (request.Plot is not null)
            OutputFile.RequireWritablePlace("--plot", request.Plot, request.Data);

        using var signals = new StopSignals();
        SampleSource samples = SolveData.Open(request);
        SolveConflicts.Refuse(request, samples);
        LeastSquaresOptions options = OptionsOf(request);
        using Device device = choice.Open(streams.Error);
        Messages messages = streams.For(request.Json);
        LeastSquaresResult result = Solve(new LeastSquaresSolver(device, options), samples, messages, request, signals.Token);

        if (request.Out is not null)
            SolvedModelFile.Write(request.Out, result, samples, options, request);
        if (request.Plot is not null)
            AtomicFile.Write(request.Plot, SolveFigure.Of(result, samples, options, signals.Token).WriteSvg);
        if (request.Json)
            JsonOutput.Write(streams.Output, SolveDocument.Of(result, device, request, options), JsonOutput.Default.SolveDocument);
        else
            SolveReport.Write(messages, result, samples, options, device);
        if (request.Out is not null)
            messages.Writer.WriteLine($"Model written to {request.Out}");
        if (request.Plot is not null)
            messages.Writer.WriteLine($"Figure written to {request.Plot}");
        return ExitCode.Done;
    }

    private static LeastSquaresResult Solve(LeastSquaresSolver solver, SampleSource samples, Messages messages, SolveRequest request, CancellationToken token)
    {
        try
        {
            return SolvingDisplay.Run(messages, progress => solver.Solve(samples, progress, token));
        }
        catch (SingularSystemException exception)
        {
            string alternative = request.Penalties is null && !request.MinimumNorm ? " With --ridge λ or --minimum-norm there is a solution all the same." : "";
            throw new BadInputException($"{samples.Name}: {exception.Message}{alternative}");
        }
    }

    private static LeastSquaresOptions OptionsOf(SolveRequest request) => new()
    {
        Intercept = InterceptOf(request),
        Penalties = request.Penalties ?? [],
        PenaltyChoice = request.Choose ?? PenaltyChoice.AsGiven,
        Folds = request.Folds ?? new LeastSquaresOptions().Folds,
        Seed = request.Seed ?? DefaultSeed,
        Degree = request.Degree ?? 1,
        Precision = request.Precision ?? Precision.Auto,
        RankDeficiency = request.MinimumNorm ? RankDeficiency.MinimumNorm : RankDeficiency.Refuse,
        ConfidenceLevel = request.Confidence ?? new LeastSquaresOptions().ConfidenceLevel,
    };

    private static Intercept InterceptOf(SolveRequest request)
    {
        if (request.NoIntercept)
            return Intercept.None;
        return request.Penalties is null || request.FreeIntercept ? Intercept.Free : Intercept.Penalized;
    }
}
