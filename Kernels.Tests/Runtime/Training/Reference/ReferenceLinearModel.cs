using System.Numerics;

namespace NeuralGpu.Tests;

/// <summary>The exact minimiser of least squares or ridge, in whole numbers, rounded once: what the contract's refinement must reach.</summary>
internal static class ReferenceLinearModel
{
    /// <summary>Intercepts, then coefficients [features × outputs].</summary>
    public static double[] Solve(GoldenLinearModel golden)
    {
        // Inputs and the column of ones as whole multiples of 2⁻²³, powers of degree m of 2⁻²³ᵐ; the penalty's n·λ must be whole too.
        Dataset data = golden.CreateData();
        BigInteger unit = BigInteger.One << (23 * golden.Degree);
        BigInteger Whole(int row, int feature) => new(data.Inputs[(row * data.Features) + feature] * 8388608.0);
        BigInteger X(int row, int column) => column == 0 ? unit
            : golden.Degree == 1 ? Whole(row, column - 1)
            : BigInteger.Pow(Whole(row, 0), column) << (23 * (golden.Degree - column));
        int size = (golden.Degree == 1 ? data.Features : golden.Degree) + 1;
        var system = new BigInteger[size, size + data.Outputs];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size + data.Outputs; j++)
            {
                for (int row = 0; row < data.Count; row++)
                    system[i, j] += X(row, i) * (j < size ? X(row, j) : unit * (int)data.Targets[(row * data.Outputs) + j - size]);
            }
            system[i, i] += new BigInteger(golden.Penalty * data.Count) * unit * unit;
        }
        Eliminate(system, size);
        var weights = new double[size * data.Outputs];
        for (int output = 0; output < data.Outputs; output++)
        {
            BigInteger[] numerators = BackSubstitute(system, size, size + output);
            for (int i = 0; i < size; i++)
                weights[(i * data.Outputs) + output] = Nearest(numerators[i], system[size - 1, size - 1]);
        }
        return weights;
    }

    // Bareiss, "Sylvester's identity and multistep integer-preserving Gaussian elimination", 1968: every division is exact.
    private static void Eliminate(BigInteger[,] system, int size)
    {
        BigInteger before = 1;
        for (int k = 0; k < size - 1; k++)
        {
            for (int i = k + 1; i < size; i++)
            {
                for (int j = k + 1; j < system.GetLength(1); j++)
                    system[i, j] = ((system[k, k] * system[i, j]) - (system[i, k] * system[k, j])) / before;
            }
            before = system[k, k];
        }
    }

    // The unknowns times the determinant, which is the last pivot.
    private static BigInteger[] BackSubstitute(BigInteger[,] system, int size, int right)
    {
        var numerators = new BigInteger[size];
        for (int i = size - 1; i >= 0; i--)
        {
            BigInteger rest = system[size - 1, size - 1] * system[i, right];
            for (int j = i + 1; j < size; j++)
                rest -= system[i, j] * numerators[j];
            numerators[i] = rest / system[i, i];
        }
        return numerators;
    }

    private static double Nearest(BigInteger numerator, BigInteger denominator)
    {
        BigInteger magnitude = BigInteger.Abs(numerator), divisor = BigInteger.Abs(denominator);
        int shift = (int)(60 - magnitude.GetBitLength() + divisor.GetBitLength());
        BigInteger quotient = BigInteger.DivRem(shift >= 0 ? magnitude << shift : magnitude, shift >= 0 ? divisor : divisor << -shift, out BigInteger remainder);
        // 60 or 61 bits; what was cut off shows in the last of them, far below the rounding.
        ulong bits = (ulong)quotient | (remainder.IsZero ? 0UL : 1UL);
        return Math.ScaleB(bits, -shift) * numerator.Sign * denominator.Sign;
    }
}
