namespace NeuralGpu.Tests;

/// <summary>Data and options that the streamed solver refuses, with what it says, and extreme values that it must not fail on.</summary>
public sealed class LeastSquaresBadInputTests
{
    private static readonly double[] Column = [1, 2, 4, 7, 11, 16];
    private static readonly double[] Other = [3, 1, 4, 1, 5, 9];
    private static readonly double[] Targets = [2, 7, 1, 8, 2, 8];

    private static Device Cpu => TestDevice.Open("cpu");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Solve_NoRows_IsRefused()
        => Assert.Contains("There are no rows in the data", Assert.Throws<DataFormatException>(() => Solve(new(), [[]], [])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(Precision.Auto)]
    [InlineData(Precision.Double)]
    [InlineData(Precision.DoubleDouble)]
    public void Solve_FewerRowsThanColumns_IsRefused(Precision precision)
    {
        SingularSystemException exception = Assert.Throws<SingularSystemException>(() => Solve(new() { Precision = precision }, [Column[..2], Other[..2]], Targets[..2]));
        Assert.Contains("2 rows cannot determine 3 coefficients, the intercept among them; give at least as many rows. ", exception.Message, StringComparison.Ordinal);
        Assert.Contains("minimum norm", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Solve_FewerRowsOfAWeightThanColumns_SaysSo()
        => Assert.Contains("2 rows of a weight above 0 cannot determine 3 coefficients", Assert.Throws<SingularSystemException>(() => Solve(new(), [Column, Other], Targets, [0, 1, 0, 0, 2, 0])).Message, StringComparison.Ordinal);

    [Fact]
    public void Solve_ConstantColumn_IsNamed()
    {
        SingularSystemException exception = Assert.Throws<SingularSystemException>(() => Solve(new(), [Column, [.. Column.Select(_ => 0.1)]], Targets));
        Assert.Contains("'b' is constant, so it cannot be told from the intercept", exception.Message, StringComparison.Ordinal);
        Assert.Equal(["b"], exception.DependentColumns);
    }

    [Fact]
    public void Solve_DuplicateColumn_IsNamed()
    {
        SingularSystemException exception = Assert.Throws<SingularSystemException>(() => Solve(new(), [Column, Other, [.. Column.Select(value => 3 * value)]], Targets));
        Assert.Contains("'c' is a linear combination of 'a'. ", exception.Message, StringComparison.Ordinal);
        Assert.Equal(3, exception.Rank);
    }

    [Fact]
    public void Solve_ColumnThatDependsButForItsRounding_IsNamed()
    {
        // 0.1·a + 0.7·b rounded to binary64: the noise of the rounding is no information.
        SingularSystemException exception = Assert.Throws<SingularSystemException>(() => Solve(new(), [Column, Other, [.. Column.Zip(Other, (a, b) => (0.1 * a) + (0.7 * b))]], Targets));
        Assert.Contains("'c' is a linear combination of 'a' and 'b'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Solve_ColumnThatDiffersByVeryLittle_IsSolved()
    {
        // b = a + 10⁻⁹·(3, 1, 4, …): condition 10⁹ or so, hopeless for XᵀX in binary64. The powers of two make everything exact.
        double small = Math.ScaleB(1, -30);
        LeastSquaresResult result = Solve(new(), [Column, [.. Column.Zip(Other, (a, b) => a + (small * b))]], [.. Column.Zip(Other, (a, b) => 5 + (2 * a) + (8 * b))]);
        // 2a + 8b' with b' = (b − a)/small.
        Assert.Equal([5, 2 - (8 / small), 8 / small], result.Targets[0].Coefficients.Select(coefficient => coefficient.Value));
        Assert.Contains("double-double;", result.Targets[0].Method, StringComparison.Ordinal);
        Assert.InRange(result.Targets[0].ConditionNumber, 1e8, 1e11);
    }

    [Theory]
    [InlineData(0.0, "A penalty of 0 is no penalty")]
    [InlineData(-1.0, "must be a finite number above 0")]
    [InlineData(double.NaN, "must be a finite number above 0")]
    [InlineData(double.PositiveInfinity, "must be a finite number above 0")]
    public void Constructor_PenaltyThatIsNone_IsRefused(double penalty, string reason)
        => AssertRefused(reason, new() { Penalties = [1, penalty] });

    [Fact]
    public void Constructor_OptionsThatDoNotFit_AreRefused()
    {
        AssertRefused("from 1 to 64", new() { Degree = 0 });
        AssertRefused("between 0 and 1", new() { ConfidenceLevel = 1 });
        AssertRefused("between 0 and 1", new() { ConfidenceLevel = double.NaN });
        AssertRefused("at least 2 folds", new() { Penalties = [1, 2], PenaltyChoice = PenaltyChoice.KFold, Folds = 1 });
        AssertRefused("there are none", new() { PenaltyChoice = PenaltyChoice.KFold });
        AssertRefused("there is 1", new() { Penalties = [1], PenaltyChoice = PenaltyChoice.GeneralizedCrossValidation });
        AssertRefused("Without a penalty the intercept is Free or None", new() { Intercept = Intercept.Penalized });
        AssertRefused("no such Precision", new() { Precision = (Precision)9 });
    }

    [Fact]
    public void Solve_PowersOfSeveralFeatures_AreRefused()
        => Assert.Contains("A polynomial of degree 2 has one feature, but the data has 2: 'a', 'b'", Assert.Throws<ArgumentException>(() => Solve(new() { Degree = 2 }, [Column, Other], Targets)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Solve_CellThatIsNotFinite_IsNamedByRowAndColumn(double value, string shown)
    {
        double[] broken = [.. Other];
        broken[4] = value;
        Assert.Contains($"row 4 (from 0), 'b' is {shown}", Assert.Throws<DataFormatException>(() => Solve(new(), [Column, broken], Targets)).Message, StringComparison.Ordinal);
        Assert.Contains($"row 4 (from 0), 'target' is {shown}", Assert.Throws<DataFormatException>(() => Solve(new(), [Column, Other], broken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Solve_SeveralCellsThatAreNotFinite_NamesTheFirstWhicheverThreadFindsOne()
    {
        const int Rows = 6000;
        const int Features = 20;
        double[] inputs = [.. Enumerable.Range(0, Rows * Features).Select(i => (double)(i * 7919 % 1009))];
        double[] targets = [.. Enumerable.Range(0, Rows).Select(row => (double)(row % 13))];
        SampleSource samples = SampleSource.FromArrays(inputs, Features, targets);
        inputs[(5999 * Features) + 3] = double.NaN;
        inputs[(4500 * Features) + 19] = double.NaN;
        inputs[(4242 * Features) + 17] = double.PositiveInfinity;
        foreach (int threads in new[] { 1, 2, 8 })
        {
            using Device device = Device.Open(DeviceKind.Cpu, threads: threads);
            var solver = new LeastSquaresSolver(device, new());
            for (int run = 0; run < 20; run++)
                Assert.Contains("row 4242 (from 0), 'feature 17' is Infinity", Assert.Throws<DataFormatException>(() => solver.Solve(samples, token: Token)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Solve_NegativeWeight_IsNamedByRow()
        => Assert.Contains("row 3 (from 0), the weight is -1", Assert.Throws<DataFormatException>(() => Solve(new(), [Column, Other], Targets, [1, 1, 1, -1, 1, 1])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(1e61)]
    [InlineData(1e-61)]
    public void Solve_WeightBeyondItsRange_IsNamedByRow(double weight)
        => Assert.Contains($"row 2 (from 0), the weight is {weight}; weights other than 0 are from 1E-60 to 1E+60", Assert.Throws<DataFormatException>(() => Solve(new(), [Column, Other], Targets, [1, 1, weight, 1, 1, 1])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(Precision.Single, 11, "binary32")]
    [InlineData(Precision.Double, 24, "binary64")]
    public void Solve_InAPrecisionThatLeavesNoDigits_IsRefused(Precision precision, int bits, string shown)
    {
        double small = Math.ScaleB(1, -bits);
        double[] close = [.. Column.Zip(Other, (a, b) => a + (small * b))];
        Assert.Matches($"linearly dependent, as far|leaves the coefficients no digit in {shown}", Assert.Throws<SingularSystemException>(() => Solve(new() { Precision = precision }, [Column, close], Targets)).Message);
    }

    [Fact]
    public void Solve_NoWeightAboveZero_IsRefused()
        => Assert.Contains("All 6 weights in the data are 0", Assert.Throws<DataFormatException>(() => Solve(new(), [Column, Other], Targets, new double[6])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(1000)]
    [InlineData(-1000)]
    [InlineData(1019)]
    public void Solve_FeaturesNearTheEndOfTheRange_AreScaled(int exponent)
    {
        double[] scaled = [.. Column.Select(value => Math.ScaleB(value, exponent))];
        AssertScaled(Solve(new(), [Column, Other], Targets), Solve(new(), [scaled, Other], Targets), exponent, 0);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(-500)]
    [InlineData(1000)]
    public void Solve_TargetsNearTheEndOfTheRange_AreScaled(int exponent)
        => AssertScaled(Solve(new(), [Column, Other], Targets), Solve(new(), [Column, Other], [.. Targets.Select(value => Math.ScaleB(value, exponent))]), 0, exponent);

    [Fact]
    public void Solve_HugeValuesAfterTheFirstRows_AreScaled()
    {
        // The first 256 rows do not show what is to come: 2⁶⁰⁰ after rows of 0.
        double[] x = [.. Enumerable.Range(0, 600).Select(i => i < 300 ? 0 : Math.ScaleB(i % 7, 600))];
        double[] y = [.. Enumerable.Range(0, 600).Select(i => i < 300 ? i % 2 : 3.0 * (i % 7) + (i % 2))];
        double[] small = [.. x.Select(value => Math.ScaleB(value, -600))];
        LeastSquaresResult huge = Solve(new(), [x], y);
        LeastSquaresResult modest = Solve(new(), [small], y);
        Assert.Equal(modest.Targets[0].Coefficients[1].Value, Math.ScaleB(huge.Targets[0].Coefficients[1].Value, 600));
        Assert.Equal(modest.Targets[0].Coefficients[0].Value, huge.Targets[0].Coefficients[0].Value);
        Assert.Equal(modest.Targets[0].RSquared, huge.Targets[0].RSquared, 1e-14);
        Assert.Equal(4, huge.Passes);
    }

    [Fact]
    public void Solve_PowersBeyondBinary64_AreRefused()
        => Assert.Contains("row 2 (from 0), 1E+200 to the power 2 is too large", Assert.Throws<DataFormatException>(() => Solve(new() { Degree = 2 }, [[1, 2, 1e200]], [1, 2, 3])).Message, StringComparison.Ordinal);

    [Fact]
    public void Solve_DataThatChangesBetweenPasses_IsRefused()
    {
        var samples = new ShrinkingSamples();
        Assert.Contains("had 600 rows when it was read first and 599 when it was read again", Assert.Throws<DataFormatException>(() => new LeastSquaresSolver(Cpu, new()).Solve(samples, token: Token)).Message, StringComparison.Ordinal);
    }

    private static void AssertScaled(LeastSquaresResult expected, LeastSquaresResult actual, int featureExponent, int targetExponent)
    {
        Coefficient[] plain = [.. expected.Targets[0].Coefficients];
        Coefficient[] scaled = [.. actual.Targets[0].Coefficients];
        int[] exponents = [targetExponent, targetExponent - featureExponent, targetExponent];
        for (int i = 0; i < plain.Length; i++)
        {
            Assert.Equal(Math.ScaleB(plain[i].Value, exponents[i]), scaled[i].Value);
            Assert.Equal(Math.ScaleB(plain[i].StandardError, exponents[i]), scaled[i].StandardError, 1e-12 * Math.ScaleB(plain[i].StandardError, exponents[i]));
            Assert.Equal(plain[i].P, scaled[i].P, 1e-12);
        }
        Assert.Equal(expected.Targets[0].RSquared, actual.Targets[0].RSquared, 1e-14);
    }

    private static void AssertRefused(string reason, LeastSquaresOptions options)
        => Assert.Contains(reason, Assert.ThrowsAny<ArgumentException>(() => new LeastSquaresSolver(Cpu, options)).Message, StringComparison.Ordinal);

    private static LeastSquaresResult Solve(LeastSquaresOptions options, double[][] columns, double[] targets, double[]? weights = null)
    {
        double[] inputs = [.. Enumerable.Range(0, columns[0].Length).SelectMany(row => columns.Select(column => column[row]))];
        string[] names = ["a", "b", "c", "d"];
        return new LeastSquaresSolver(Cpu, options).Solve(SampleSource.FromArrays(inputs, columns.Length, targets, 1, weights, names[..columns.Length]), token: Token);
    }

    /// <summary>One row fewer each time that it is opened after the first two.</summary>
    private sealed class ShrinkingSamples : SampleSource
    {
        private int opened;

        public override IReadOnlyList<string> FeatureNames => ["x"];

        public override IReadOnlyList<string> TargetNames => ["y"];

        public override bool HasWeights => false;

        public override string Name => "a file";

        public override long? Rows => null;

        public override SampleReader Open()
        {
            opened++;
            return new SyntheticSamples(opened <= 2 ? 600 : 599, 1, (row, values) => (values[0], values[1]) = (row, row % 3)).Open();
        }
    }
}
