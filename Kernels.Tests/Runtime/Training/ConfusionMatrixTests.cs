namespace NeuralGpu.Tests;

public class ConfusionMatrixTests
{
    [Fact]
    public void Metrics_HandWorked_AreThoseOfTheDefinitions()
    {
        // The example of scikit-learn's confusion_matrix: targets 2 0 2 2 0 1, predictions 0 0 2 2 0 2.
        ConfusionMatrix matrix = Count(3, [2, 0, 2, 2, 0, 1], [0, 0, 2, 2, 0, 2]);

        Assert.Equal([[2, 0, 0], [0, 0, 1], [1, 0, 2]], matrix.ToRows());
        Assert.Equal(1, matrix[2, 0]);
        Assert.Equal(6, matrix.Samples);
        Assert.Equal(4 / 6.0, matrix.Accuracy);
        Assert.Equal((1 + 0 + (2 / 3.0)) / 3, matrix.BalancedAccuracy, 1e-15);
        // Class 0: 2·2/(4 + 1); class 1: nothing right, so 0; class 2: 2·2/(4 + 1 + 1).
        Assert.Equal((0.8 + 0 + (2 / 3.0)) / 3, matrix.F1, 1e-15);
    }

    [Fact]
    public void Metrics_ClassesThatDoNotOccur_DoNotCount()
    {
        // Class 3 never occurs; class 2 is predicted once but has no sample: it counts for F1, with 0, and not for the recalls.
        ConfusionMatrix matrix = Count(4, [0, 0, 1, 1], [0, 2, 1, 1]);

        Assert.Equal((0.5 + 1) / 2, matrix.BalancedAccuracy);
        Assert.Equal(((2 / 3.0) + 1 + 0) / 3, matrix.F1, 1e-15);
    }

    [Fact]
    public void F1_TwoClasses_IsMacro()
    {
        // Class 0: TP 1, FN 1, FP 1 → ½; class 1: TP 2, FN 1, FP 1 → 2/3.
        Assert.Equal((0.5 + (2 / 3.0)) / 2, Count(2, [0, 0, 1, 1, 1], [0, 1, 1, 1, 0]).F1, 1e-15);
    }

    [Fact]
    public void Metrics_NoSamples_AreNaN()
    {
        var matrix = new ConfusionMatrix(2);

        Assert.Equal(double.NaN, matrix.Accuracy);
        Assert.Equal(double.NaN, matrix.BalancedAccuracy);
        Assert.Equal(double.NaN, matrix.F1);
    }

    [Fact]
    public void Equals_SameCounts_RegardlessOfOrder()
    {
        ConfusionMatrix matrix = Count(3, [0, 1, 2], [0, 0, 1]);

        Assert.Equal(matrix, Count(3, [2, 1, 0], [1, 0, 0]));
        Assert.Equal(matrix.GetHashCode(), Count(3, [2, 1, 0], [1, 0, 0]).GetHashCode());
        Assert.NotEqual(matrix, Count(3, [0, 1, 2], [0, 0, 2]));
        Assert.NotEqual(matrix, Count(4, [0, 1, 2], [0, 0, 1]));
        Assert.False(matrix.Equals(null));
    }

    [Fact]
    public void Indices_OutsideTheClasses_AreRefused()
    {
        var matrix = new ConfusionMatrix(2);

        Assert.Throws<ArgumentOutOfRangeException>(() => matrix[2, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix[0, -1]);
        Assert.Contains("Class 2 is not one of the 2 classes", Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Add(0, 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Add(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConfusionMatrix(1));
    }

    private static ConfusionMatrix Count(int classes, int[] targets, int[] predictions)
    {
        var matrix = new ConfusionMatrix(classes);
        foreach ((int target, int predicted) in targets.Zip(predictions))
            matrix.Add(target, predicted);
        return matrix;
    }
}
