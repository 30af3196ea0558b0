namespace NeuralGpu.Tests;

/// <summary>Evaluations on every device, against hand-worked examples and a plain reference.</summary>
public class EvaluationTests
{
    public static TheoryData<string> Devices => TestDevice.All;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Evaluate_Regression_HandWorked(string name)
    {
        // Errors 1, −2, 0, 1 against the targets 1, 2, 3, 6 with the mean 3: Σe² = 6, Σ|e| = 4, Σ(y − 3)² = 4 + 1 + 0 + 9 = 14.
        Evaluation evaluation = Given(1, Activation.Identity).Evaluate(TestDevice.Open(name), new Dataset([2f, 0f, 3f, 7f], 1, [1f, 2f, 3f, 6f], 1), Loss.MeanSquaredError);

        Assert.Equal(4, evaluation.Samples);
        Assert.Equal(6 / 8.0, evaluation.Loss);
        Assert.Equal(Math.Sqrt(6 / 4.0), evaluation.RootMeanSquaredError);
        Assert.Equal(1.0, evaluation.MeanAbsoluteError);
        Assert.Equal(1 - (6 / 14.0), evaluation.RSquared);
        Assert.Equal(double.NaN, evaluation.Accuracy);
        Assert.Equal(double.NaN, evaluation.BalancedAccuracy);
        Assert.Equal(double.NaN, evaluation.F1);
        Assert.Equal(double.NaN, evaluation.LogLoss);
        Assert.Null(evaluation.ConfusionMatrix);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Evaluate_ThreeClasses_HandWorked(string name)
    {
        // Softmax keeps the order of z; the last row's are equal, so the first is predicted. Targets 0 1 1 2 2, predictions 0 1 0 2 0.
        float[] z = [2f, 0f, 1f, 0f, 3f, 1f, 1f, 0f, -1f, 0f, 1f, 2f, 1f, 1f, 1f];
        int[] classes = [0, 1, 1, 2, 2];
        Evaluation evaluation = Given(3, Activation.Softmax).Evaluate(TestDevice.Open(name), new Dataset(z, 3, OneHot(3, classes), 3), Loss.CrossEntropy);

        Assert.Equal([[1, 0, 0], [1, 1, 0], [1, 0, 1]], evaluation.ConfusionMatrix!.ToRows());
        Assert.Equal(3 / 5.0, evaluation.Accuracy);
        Assert.Equal((1 + 0.5 + 0.5) / 3, evaluation.BalancedAccuracy, 1e-15);
        Assert.Equal((0.5 + (2 / 3.0) + (2 / 3.0)) / 3, evaluation.F1, 1e-15); // 2/(1 + 3), 2/(2 + 1), 2/(2 + 1)
        Assert.Equal(evaluation.Loss, evaluation.LogLoss);
        double expected = Enumerable.Range(0, 5).Average(i => Math.Log(z.Skip(i * 3).Take(3).Sum(v => Math.Exp(v))) - z[(i * 3) + classes[i]]);
        Assert.Equal(expected, evaluation.LogLoss, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Evaluate_OneSigmoid_HasTheLogLossOfTheTargetsClass(string name)
    {
        // σ(0) = ½ counts as the second class. Targets 0 1 0 1, predictions 0 1 1 0.
        Device device = TestDevice.Open(name);
        Dataset data = new([-1f, 2f, 0f, -3f], 1, [0f, 1f, 0f, 1f], 1);
        Evaluation cross = Given(1, Activation.Sigmoid).Evaluate(device, data, Loss.BinaryCrossEntropy);
        Evaluation squared = Given(1, Activation.Sigmoid).Evaluate(device, data, Loss.MeanSquaredError);
        double expected = (Math.Log(1 + Math.Exp(-1)) + Math.Log(1 + Math.Exp(-2)) + Math.Log(2) + Math.Log(1 + Math.Exp(3))) / 4;

        Assert.Equal([[1, 1], [1, 1]], cross.ConfusionMatrix!.ToRows());
        Assert.Equal(cross.Loss, cross.LogLoss);
        Assert.Equal(expected, cross.LogLoss, 1e-6);
        Assert.Equal(cross.LogLoss, squared.LogLoss);
        Assert.Equal(cross.ConfusionMatrix, squared.ConfusionMatrix);
        Assert.Equal(squared.RootMeanSquaredError, Math.Sqrt(2 * squared.Loss), 1e-7);
        Assert.Equal(cross.RootMeanSquaredError, squared.RootMeanSquaredError);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Evaluate_SaturatedSigmoidOnSquaredError_HasAFiniteLogLoss(string name)
    {
        // σ(100) is 1 in binary32, so −ln(1 − a) would be infinite; from z it is 100.
        Evaluation evaluation = Given(1, Activation.Sigmoid).Evaluate(TestDevice.Open(name), new Dataset([100f, -200f], 1, [0f, 1f], 1), Loss.MeanSquaredError);

        Assert.Equal(150, evaluation.LogLoss);
        Assert.Equal(0, evaluation.Accuracy);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Evaluate_ProbabilitiesWithoutClasses_HasNoClassMetrics(string name)
    {
        Device device = TestDevice.Open(name);
        Evaluation soft = Given(2, Activation.Softmax).Evaluate(device, new Dataset([1f, 2f], 2, [0.25f, 0.75f], 2), Loss.CrossEntropy);
        Evaluation labels = Given(2, Activation.Sigmoid).Evaluate(device, new Dataset([1f, 2f, 1f, 2f], 2, [1f, 1f, 1f, 0f], 2), Loss.BinaryCrossEntropy);

        Assert.All([soft, labels], evaluation =>
        {
            Assert.True(double.IsFinite(evaluation.Loss));
            Assert.Equal(double.NaN, evaluation.Accuracy);
            Assert.Equal(double.NaN, evaluation.LogLoss);
            Assert.Null(evaluation.ConfusionMatrix);
        });
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Evaluate_MarginLoss_TakesTheSignAndCountsZeroAsWrong(string name)
    {
        // Hinge losses 0, 1, 1 and 0; targets + + − −, predictions + − + −.
        Device device = TestDevice.Open(name);
        Evaluation one = Given(1, Activation.Identity).Evaluate(device, new Dataset([2f, 0f, 0f, -1f], 1, [1f, 1f, -1f, -1f], 1), Loss.Hinge);
        // One-vs-rest: all targets are the first class, predictions 0, 0 (the first of equals) and 1.
        Evaluation several = Given(2, Activation.Identity).Evaluate(device, new Dataset([-1f, -2f, 3f, 3f, 0f, 1f], 2, [1f, -1f, 1f, -1f, 1f, -1f], 2), Loss.SquaredHinge);

        Assert.Equal(0.5, one.Loss);
        Assert.Equal([[1, 1], [1, 1]], one.ConfusionMatrix!.ToRows());
        Assert.Equal(0.5, one.Accuracy);
        Assert.Equal(0.75, one.MeanAbsoluteError); // 1 + 1 + 1 + 0
        Assert.Equal(double.NaN, one.LogLoss);
        Assert.Equal([[2, 1], [0, 0]], several.ConfusionMatrix!.ToRows());
        Assert.Equal(2 / 3.0, several.BalancedAccuracy); // the second class has no samples
        Assert.Equal(((4 / 5.0) + 0) / 2, several.F1);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Evaluate_SeveralBlocksOfRows_EqualsThePlainReference(string name)
    {
        // More rows than a block of 1024, a last block that is not full, and wide enough for a second chunk.
        Device device = TestDevice.Open(name);
        const int Samples = 1100, Features = 7;
        foreach ((int outputs, Activation activation, Loss loss) in new[] { (1, Activation.Sigmoid, Loss.MeanSquaredError), (5, Activation.Softmax, Loss.CrossEntropy), (5, Activation.Sigmoid, Loss.MeanSquaredError), (300, Activation.Tanh, Loss.MeanSquaredError) })
        {
            Network network = Network.Create(Features, [new(outputs, activation)], seed: 5);
            float[] inputs = DeviceMatrices.Random(31, Samples * Features);
            int[] classes = [.. Enumerable.Range(0, Samples).Select(i => i * i % 11 % Math.Max(outputs, 2))];
            float[] targets = outputs == 1 ? [.. classes.Select(c => (float)c)] : OneHot(outputs, classes);
            Evaluation evaluation = network.Evaluate(device, new Dataset(inputs, Features, targets, outputs), loss);
            float[] a = network.Predict(device, inputs);

            double squares = 0, magnitudes = 0;
            var matrix = new ConfusionMatrix(Math.Max(outputs, 2));
            for (int i = 0; i < Samples; i++)
            {
                float[] errors = [.. Enumerable.Range(i * outputs, outputs).Select(at => a[at] - targets[at])];
                squares += ReferenceGemm.Dot(outputs, j => errors[j], j => errors[j], MathF.FusedMultiplyAdd);
                magnitudes += ReferenceGemm.Dot(outputs, j => 1f, j => MathF.Abs(errors[j]), (one, value, chain) => chain + value);
                float[] row = a[(i * outputs)..((i + 1) * outputs)];
                matrix.Add(classes[i], outputs == 1 ? (row[0] >= 0.5f ? 1 : 0) : Array.IndexOf(row, row.Max()));
            }
            Assert.Equal(matrix, evaluation.ConfusionMatrix);
            Assert.Equal(Math.Sqrt(squares / (Samples * outputs)), evaluation.RootMeanSquaredError);
            Assert.Equal(magnitudes / (Samples * outputs), evaluation.MeanAbsoluteError);
            Assert.Equal(1 - (squares / Variation(targets, outputs)), evaluation.RSquared, 1e-12);
            CheckByDefinition(evaluation, classes, matrix.ToRows());
            if (activation != Activation.Tanh && outputs == 1)
                Assert.Equal(Enumerable.Range(0, Samples).Average(i => -Math.Log(classes[i] == 1 ? a[i] : 1 - (double)a[i])), evaluation.LogLoss, 1e-6);
            else if (activation == Activation.Softmax)
                Assert.Equal(Enumerable.Range(0, Samples).Average(i => -Math.Log(a[(i * outputs) + classes[i]])), evaluation.LogLoss, 1e-6);
            else if (activation == Activation.Sigmoid)
                Assert.Equal(Enumerable.Range(0, Samples * outputs).Sum(at => -Math.Log(targets[at] == 1 ? a[at] : 1 - (double)a[at])) / Samples, evaluation.LogLoss, 1e-6);
            else
                Assert.Equal(double.NaN, evaluation.LogLoss);
        }
    }

    // scikit-learn's definitions, from precision and recall.
    private static void CheckByDefinition(Evaluation evaluation, int[] classes, long[][] rows)
    {
        var recalls = new List<double>();
        var f1 = new List<double>();
        for (int c = 0; c < rows.Length; c++)
        {
            double right = rows[c][c], actual = rows[c].Sum(), predicted = rows.Sum(row => row[c]);
            if (actual > 0)
                recalls.Add(right / actual);
            double precision = predicted > 0 ? right / predicted : 0, recall = actual > 0 ? right / actual : 0;
            if (actual + predicted > 0)
                f1.Add(precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0);
        }
        Assert.Equal(classes.Distinct().Count(), recalls.Count);
        Assert.Equal(recalls.Average(), evaluation.BalancedAccuracy, 1e-12);
        Assert.Equal(f1.Average(), evaluation.F1, 1e-12);
        Assert.Equal(rows.Select((row, c) => row[c]).Sum() / (double)classes.Length, evaluation.Accuracy, 1e-12);
    }

    private static double Variation(float[] targets, int outputs) => Enumerable.Range(0, outputs).Sum(j =>
    {
        double[] column = [.. targets.Where((_, i) => i % outputs == j).Select(value => (double)value)];
        double mean = column.Average();
        return column.Sum(value => (value - mean) * (value - mean));
    });

    // A network that hands its inputs to the activation as they are.
    private static Network Given(int width, Activation activation)
        => new([new DenseLayer(width, width, activation, OneHot(width, [.. Enumerable.Range(0, width)]), new float[width])]);

    private static float[] OneHot(int classes, params int[] indices)
    {
        var rows = new float[indices.Length * classes];
        for (int i = 0; i < indices.Length; i++)
            rows[(i * classes) + indices[i]] = 1f;
        return rows;
    }
}
