using System.Globalization;

namespace NeuralGpu.Cli;

/// <summary>The value of <c>--schedule</c>; a cosine's length is known only when the number of updates is.</summary>
internal sealed class ScheduleChoice
{
    public const string HelpName = "constant|inverse-sqrt|inverse|step:N,F|cosine";
    public const string Expected = "one of constant, inverse-sqrt, inverse, cosine, or step:N,F with N updates between two steps and a factor F such as 0.5";

    private readonly Func<long, Schedule> resolve;

    private ScheduleChoice(Func<long, Schedule> resolve) => this.resolve = resolve;

    public static ScheduleChoice Constant { get; } = new(_ => Schedule.Constant);

    public static ScheduleChoice? Parse(string text) => text switch
    {
        "constant" => Constant,
        "inverse-sqrt" => new(_ => Schedule.InverseSqrt),
        "inverse" => new(_ => Schedule.Inverse),
        "cosine" => new(updates => Schedule.Cosine(updates)),
        _ => ParseStep(text),
    };

    /// <summary>The schedule for a fit of so many updates.</summary>
    public Schedule For(long updates) => resolve(updates);

    private static ScheduleChoice? ParseStep(string text)
    {
        if (!text.StartsWith("step:", StringComparison.Ordinal))
            return null;
        string[] parts = text["step:".Length..].Split(',');
        if (parts.Length != 2
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long every)
            || !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double factor)
            || every < 1
            || !(factor > 0 && factor <= 1))
        {
            return null;
        }
        return new(_ => Schedule.Step(every, factor));
    }
}
