namespace NeuralGpu.Tests;

/// <summary>Largest eigenvalues that are known.</summary>
public sealed class TridiagonalMatrixTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(60)]
    public void LargestEigenvalue_OfSecondDifferences_IsTheKnownCosine(int size)
    {
        // 2 on the diagonal and −1 beside it: 2 − 2cos(kπ/(n + 1)), k = 1 … n.
        var matrix = new TridiagonalMatrix(size);
        for (int i = 0; i < size; i++)
        {
            matrix.Append(2, -1);
            double expected = 2 - (2 * Math.Cos((i + 1) * Math.PI / (i + 2)));
            Assert.Equal(expected, matrix.LargestEigenvalue(), 1e-14);
        }
    }

    [Fact]
    public void LargestEigenvalue_ZerosOnTheDiagonal_IsFound()
    {
        var matrix = new TridiagonalMatrix(3);
        matrix.Append(0, 0);
        Assert.Equal(0, matrix.LargestEigenvalue());
        matrix.Append(0, 2);
        Assert.Equal(2, matrix.LargestEigenvalue(), 1e-15);
        matrix.Append(0, 2);
        Assert.Equal(Math.Sqrt(8), matrix.LargestEigenvalue(), 1e-15);
    }

    [Fact]
    public void LargestEigenvalue_ManyMagnitudes_IsTheOneOfTheLargestBlock()
    {
        var matrix = new TridiagonalMatrix(4);
        matrix.Append(1e-8, 0);
        matrix.Append(3, 1e-9);
        matrix.Append(1e12, 1e-3);
        matrix.Append(5, 0);
        Assert.Equal(1e12, matrix.LargestEigenvalue(), 1e-3);
    }
}
