// MathNet.Numerics as a peer; the protocol is that of peer.py. Task: least-squares ROWS FEATURES:
// XᵀX by Matrix.TransposeThisAndMultiply, solved by Cholesky, on the managed provider.
using System.Globalization;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

var program = new PeerProgram(args);
Control.MaxDegreeOfParallelism = program.Threads;
PeerProgram.Serve($"MathNet.Numerics {typeof(Matrix<double>).Assembly.GetName().Version!.ToString(3)}, managed provider, {program.Threads} threads", new Dictionary<string, Func<string[], Func<double>>> { ["least-squares"] = LeastSquares });

Func<double> LeastSquares(string[] words)
{
    int rows = int.Parse(words[0], CultureInfo.InvariantCulture);
    int features = int.Parse(words[1], CultureInfo.InvariantCulture);
    var random = new Random(1);
    Matrix<double> x = Matrix<double>.Build.Dense(rows, features + 1, (_, column) => column == 0 ? 1 : (2 * random.NextDouble()) - 1);
    Vector<double> y = (x * Vector<double>.Build.Dense(features + 1, column => column + 1.0)) + Vector<double>.Build.Dense(rows, _ => (2 * random.NextDouble()) - 1);
    return program.LongTurn(() =>
    {
        Vector<double> coefficients = x.TransposeThisAndMultiply(x).Cholesky().Solve(x.TransposeThisAndMultiply(y));
        if (!(Math.Abs(coefficients[1] - 2) < 0.1))
            throw new InvalidOperationException($"the second coefficient is {coefficients[1]}, but should be near 2");
    });
}
