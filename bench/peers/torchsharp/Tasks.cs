using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace NeuralGpu.Bench.TorchSharp;

/// <summary>What can be asked for. Each gives a turn: the seconds a call.</summary>
internal sealed class Tasks(PeerProgram program)
{
    public IReadOnlyDictionary<string, Func<string[], Func<double>>> All => new Dictionary<string, Func<string[], Func<double>>>
    {
        ["gemm"] = Gemm,
        ["elementwise"] = Elementwise,
        ["column-sums"] = ColumnSums,
        ["step"] = words => Training.Step(program, words),
        ["first-step"] = Training.FirstStep,
        ["epoch"] = words => Training.Epoch(program, words),
        ["least-squares"] = LeastSquares,
    };

    public static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);

    public static Tensor Uniform(long rows, long columns, double low, double high, ScalarType type = ScalarType.Float32)
        => empty(rows, columns, type).uniform_(low, high);

    private Func<double> Gemm(string[] words)
    {
        (int m, int n, int k) = (Number(words[1]), Number(words[2]), Number(words[3]));
        Tensor a = words[0] == "TN" ? Uniform(k, m, -1, 1).t() : Uniform(m, k, -1, 1);
        Tensor b = words[0] == "NT" ? Uniform(n, k, -1, 1).t() : Uniform(k, n, -1, 1);
        Tensor c = empty(m, n);
        return program.Turn(() => c.addmm_(a, b, beta: 0, alpha: 1));
    }

    private Func<double> Elementwise(string[] words)
    {
        Tensor x = Uniform(1, Number(words[1]), -8, 8);
        // In place: TorchSharp takes no tensor for the outputs, and fresh memory for them would cost more than the function.
        return program.Turn(words[0] switch
        {
            "sigmoid" => () => x.sigmoid_(),
            "tanh" => () => x.tanh_(),
            "exp" => () => x.exp_(),
            _ => throw new ArgumentException($"'{words[0]}' is not sigmoid, tanh or exp."),
        });
    }

    private Func<double> ColumnSums(string[] words)
    {
        Tensor x = Uniform(Number(words[0]), Number(words[1]), -1, 1);
        return program.Turn(() => x.sum(0).Dispose());
    }

    private Func<double> LeastSquares(string[] words)
    {
        Tensor x = Uniform(Number(words[0]), Number(words[1]) + 1, -1, 1, ScalarType.Float64);
        // The intercept.
        x.select(1, 0).fill_(1);
        Tensor y = Uniform(Number(words[0]), 1, -1, 1, ScalarType.Float64);
        return program.LongTurn(() =>
        {
            using DisposeScope scope = NewDisposeScope();
            linalg.solve(x.t().mm(x), x.t().mm(y));
        });
    }
}
