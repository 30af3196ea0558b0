using NeuralGpu.Kernels;

namespace NeuralGpu;

/// <summary>Says which columns make a system singular.</summary>
internal static class DependentColumns
{
    private const int MostNamed = 5;

    // Coefficients below this part of the column that they make up are rounding noise.
    private const double Noise = 1e-6;

    /// <summary>The error for a factor with dependent columns.</summary>
    public static SingularSystemException Explain<T>(PenalizedSystem<T> system)
        where T : struct, IReal<T>
    {
        DesignColumns columns = system.System.Columns;
        string[] names = [.. system.Dependent.Select(column => columns.Names[column])];
        if (system.Penalty > 0)
            return new SingularSystemException($"The penalty of {system.Penalty} is too small to tell {List(system.Dependent.Select(columns.Label))} from the other columns in {Arithmetic<T>()} arithmetic; use a larger one.", names, system.Rank);
        long rows = system.System.Statistics.Samples;
        string few = rows < columns.Count ? $"{Count(rows, "row")}{(rows < system.System.Statistics.Rows ? " of a weight above 0" : "")} cannot determine {columns.Count} coefficients{(columns.HasIntercept ? ", the intercept among them" : "")}; give at least as many rows. " : "";
        string named = string.Join("; ", system.Dependent.Take(MostNamed).Select(column => Describe(system, column)));
        if (system.Dependent.Length > MostNamed)
            named += $"; and {system.Dependent.Length - MostNamed} more";
        return new SingularSystemException($"{few}The columns are linearly dependent, as far as XᵀX in {Arithmetic<T>()} can tell: {named}. {columns.Advice}", names, system.Rank);
    }

    /// <summary>The error for columns that Cholesky could still tell apart but refinement could not.</summary>
    public static SingularSystemException TooClose<T>(PenalizedSystem<T> system)
        where T : struct, IReal<T>
        => new(system.Penalty > 0
            ? $"The penalty of {system.Penalty} is too small: the columns are so close to linearly dependent that {Arithmetic<T>()} arithmetic cannot solve for their coefficients. Use a larger one."
            : $"The columns are so close to linearly dependent that {Arithmetic<T>()} arithmetic cannot solve for their coefficients. {system.System.Columns.Advice}");

    private static string Arithmetic<T>() => typeof(T) == typeof(Binary64) ? "binary64" : "double-double";

    private static string Describe<T>(PenalizedSystem<T> system, int column)
        where T : struct, IReal<T>
    {
        DesignColumns columns = system.System.Columns;
        string name = columns.Label(column);
        double length = system.RawLength(column);
        if (length == 0)
            return $"{name} is zero in every row";
        DoubleDouble[] combination = system.Combination(column);
        var parts = new List<string>();
        var constant = new DoubleDouble(columns.Shifts[column], 0);
        for (int k = 0; k < column; k++)
        {
            if (columns.HasIntercept && k == 0)
            {
                constant = DoubleDouble.Add(constant, combination[0]);
                continue;
            }
            constant = DoubleDouble.MultiplyAdd(-columns.Shifts[k], combination[k], constant);
            if (Math.Abs(combination[k].High) * system.RawLength(k) > Noise * length)
                parts.Add(columns.Label(k));
        }
        if (parts.Count == 0)
            return $"{name} is constant, so it cannot be told from the intercept";
        if (columns.HasIntercept && Math.Abs(constant.High) * Math.Sqrt(system.System.Statistics.Weight.High) > Noise * length)
            parts.Add(columns.Label(0));
        return $"{name} is a linear combination of {List(parts)}";
    }

    private static string Count(long count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private static string List(IEnumerable<string> names)
    {
        string[] all = [.. names];
        if (all.Length > MostNamed)
            all = [.. all.Take(MostNamed), $"{all.Length - MostNamed} more"];
        return all.Length == 1 ? all[0] : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }
}
