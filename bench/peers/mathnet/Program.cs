// Times the normal equations in MathNet.Numerics: dotnet run -c Release --project bench/peers/mathnet -- ROWS FEATURES ROUNDS
// XᵀX by Matrix.TransposeThisAndMultiply, solved by Cholesky, on the managed provider; the median in seconds.
using System.Diagnostics;
using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

int rows = int.Parse(args[0], CultureInfo.InvariantCulture);
int features = int.Parse(args[1], CultureInfo.InvariantCulture);
int rounds = int.Parse(args[2], CultureInfo.InvariantCulture);
var random = new Random(1);
Matrix<double> x = Matrix<double>.Build.Dense(rows, features + 1, (_, column) => column == 0 ? 1 : (2 * random.NextDouble()) - 1);
Vector<double> y = (x * Vector<double>.Build.Dense(features + 1, column => column + 1.0)) + Vector<double>.Build.Dense(rows, _ => (2 * random.NextDouble()) - 1);
var times = new double[rounds];
for (int round = -1; round < rounds; round++)
{
    long start = Stopwatch.GetTimestamp();
    Vector<double> coefficients = x.TransposeThisAndMultiply(x).Cholesky().Solve(x.TransposeThisAndMultiply(y));
    double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
    if (!(Math.Abs(coefficients[1] - 2) < 0.1))
        throw new InvalidOperationException($"the second coefficient is {coefficients[1]}, but should be near 2");
    if (round >= 0)
        times[round] = seconds;
}
Array.Sort(times);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"MathNet.Numerics, managed provider: {rows} x {features}: {times[rounds / 2]:F3} s"));
