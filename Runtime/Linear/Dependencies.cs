namespace NeuralGpu;

/// <summary>Says which columns make a system singular.</summary>
internal static class Dependencies
{
    private const int MostNamed = 5;

    // Coefficients below this part of the column that they make up are rounding noise.
    private const double Noise = 1e-6;

    /// <summary>The error for a factor with dependent columns.</summary>
    public static SingularSystemException Explain(DesignMatrix design, Cholesky factor, double[] lengths, double smallestPivot, double penalty)
    {
        IReadOnlyList<int> dependent = factor.Dependent;
        int rank = Math.Min(design.Columns - dependent.Count, design.Rows);
        if (penalty > 0)
            return new SingularSystemException($"The penalty of {penalty} is too small to tell {List(dependent.Select(design.Label))} from the other columns in binary64 arithmetic; use a larger one.", Named(design, dependent), rank);
        string rows = design.Rows < design.Columns ? $"{Count(design.Rows, "row")} cannot determine {design.Columns} coefficients{(design.HasIntercept ? ", the intercept among them" : "")}; give at least as many rows. " : "";
        string named = string.Join("; ", dependent.Take(MostNamed).Select(column => Describe(design, factor, lengths, smallestPivot, column)));
        if (dependent.Count > MostNamed)
            named += $"; and {dependent.Count - MostNamed} more";
        string columns = dependent.Count > 0 ? $"The columns are linearly dependent, as far as XᵀX in binary64 can tell: {named}. " : "";
        return new SingularSystemException(rows + columns + design.Advice, Named(design, dependent), rank);
    }

    /// <summary>The error for columns that Cholesky could still tell apart but refinement could not.</summary>
    public static SingularSystemException TooClose(DesignMatrix design, double penalty)
        => new(penalty > 0
            ? $"The penalty of {penalty} is too small: the columns are so close to linearly dependent that binary64 arithmetic cannot solve for their coefficients. Use a larger one."
            : $"The columns are so close to linearly dependent that binary64 arithmetic cannot solve for their coefficients. {design.Advice}");

    private static string[] Named(DesignMatrix design, IReadOnlyList<int> columns) => [.. columns.Select(column => design.Names[column].Trim('\''))];

    private static string Describe(DesignMatrix design, Cholesky factor, double[] lengths, double smallestPivot, int column)
    {
        string name = design.Label(column);
        if (lengths[column] == 0 && design.Shifts[column] == 0)
            return $"{name} is zero in every row";
        double[] coefficients = factor.Combination(column);
        var parts = new List<string>();
        double constant = design.Shifts[column];
        for (int k = 0; k < column; k++)
        {
            if (design.HasIntercept && k == 0)
            {
                constant += coefficients[0];
                continue;
            }
            constant -= coefficients[k] * design.Shifts[k];
            if (Math.Abs(coefficients[k]) * lengths[k] > Noise * lengths[column])
                parts.Add(design.Label(k));
        }
        if (parts.Count == 0 || lengths[column] * lengths[column] <= smallestPivot)
            return $"{name} is constant, so it cannot be told from the intercept";
        if (design.HasIntercept && Math.Abs(constant) > Noise)
            parts.Add(design.Label(0));
        return $"{name} is a linear combination of {List(parts)}";
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private static string List(IEnumerable<string> names)
    {
        string[] all = [.. names];
        if (all.Length > MostNamed)
            all = [.. all.Take(MostNamed), $"{all.Length - MostNamed} more"];
        return all.Length == 1 ? all[0] : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }
}
