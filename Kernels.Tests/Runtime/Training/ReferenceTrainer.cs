using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>The contract's training, written again from its text: plain loops, no SIMD, no sharing of code with the library but the elementary functions and the random numbers.</summary>
/// <param name="fma">The multiply-add; a broken one must show in the weights.</param>
internal sealed class ReferenceTrainer(Func<float, float, float, float> fma)
{
    public Network Train(GoldenTraining training)
    {
        Network network = training.CreateNetwork();
        Dataset data = training.CreateData();
        TrainingOptions options = training.Options;
        int batch = Math.Min(options.BatchSize, data.Count);
        int visits = options.Sampling == Sampling.WithoutReplacement ? data.Count : (data.Count + batch - 1) / batch * batch;
        long update = 0;
        for (int epoch = 1; epoch <= options.Epochs; epoch++)
        {
            int[] order = Order(options, data.Count, visits, epoch);
            for (int first = 0; first < visits; first += batch)
            {
                update++;
                double eta = $"{options.Schedule}" switch
                {
                    "inverse-sqrt" => options.LearningRate / Math.Sqrt(update),
                    "inverse" => options.LearningRate / (double)update,
                    _ => options.LearningRate,
                };
                int[] rows = order[first..Math.Min(visits, first + batch)];
                Step(network, data, options.Loss, rows, (float)(eta / rows.Length));
            }
        }
        return network;
    }

    private static int[] Order(TrainingOptions options, int samples, int visits, int epoch)
    {
        if (options.Sampling == Sampling.WithReplacement)
            return [.. Enumerable.Range(0, visits).Select(i => (int)(((ulong)Philox4x32.Draw(options.Seed, 3, (uint)epoch, (ulong)i) * (ulong)samples) >> 32))];
        int[] order = [.. Enumerable.Range(0, samples)];
        for (int i = 0; i < samples - 1; i++)
        {
            int j = i + (int)(((ulong)Philox4x32.Draw(options.Seed, 2, (uint)epoch, (ulong)i) * (ulong)(samples - i)) >> 32);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    private void Step(Network network, Dataset data, Loss loss, int[] rows, float rate)
    {
        int count = rows.Length;
        List<float[]> a = [[.. rows.SelectMany(row => data.Inputs[(row * data.Features)..((row + 1) * data.Features)])]];
        float[] y = [.. rows.SelectMany(row => data.Targets[(row * data.Outputs)..((row + 1) * data.Outputs)])];
        foreach (DenseLayer layer in network.Layers)
        {
            float[] z = ReferenceGemm.Run(GemmLayout.NN, count, layer.Outputs, layer.Inputs, 1f, a[^1], layer.Weights, 0f, [], fma);
            for (int i = 0; i < z.Length; i++)
                z[i] = Activate(layer.Activation, z[i] + layer.Biases[i % layer.Outputs]);
            if (layer.Activation == Activation.Softmax)
                Softmax(z, layer.Outputs);
            a.Add(z);
        }
        float[] delta = new float[y.Length];
        for (int i = 0; i < y.Length; i++)
        {
            delta[i] = a[^1][i] - y[i];
            if (loss == Loss.MeanSquaredError)
                delta[i] = TimesDerivative(network.Layers[^1].Activation, delta[i], a[^1][i]);
        }
        for (int l = network.Layers.Count - 1; l >= 0; l--)
        {
            DenseLayer layer = network.Layers[l];
            float[] gradient = ReferenceGemm.Run(GemmLayout.TN, layer.Inputs, layer.Outputs, count, 1f, a[l], delta, 0f, [], fma);
            float[] below = [];
            if (l > 0)
            {
                below = ReferenceGemm.Run(GemmLayout.NT, count, layer.Inputs, layer.Outputs, 1f, delta, layer.Weights, 0f, [], fma);
                for (int i = 0; i < below.Length; i++)
                    below[i] = TimesDerivative(network.Layers[l - 1].Activation, below[i], a[l][i]);
            }
            for (int j = 0; j < layer.Outputs; j++)
            {
                float[] current = delta;
                float sum = ReferenceGemm.Dot(count, i => 1f, i => current[(i * layer.Outputs) + j], (one, value, chain) => chain + value);
                layer.Biases[j] = fma(-rate, sum, layer.Biases[j]);
            }
            for (int i = 0; i < gradient.Length; i++)
                layer.Weights[i] = fma(-rate, gradient[i], layer.Weights[i]);
            delta = below;
        }
    }

    private static float Activate(Activation activation, float z) => activation switch
    {
        Activation.Sigmoid => ExactMath.Sigmoid<ScalarLanes, float>(z),
        Activation.Tanh => ExactMath.Tanh<ScalarLanes, float>(z),
        Activation.Relu => z > 0 ? z : 0f,
        _ => z,
    };

    private float TimesDerivative(Activation activation, float delta, float a) => activation switch
    {
        Activation.Sigmoid => delta * (a * (1f - a)),
        Activation.Tanh => delta * fma(-a, a, 1f),
        Activation.Relu => a > 0 ? delta : 0f,
        _ => delta,
    };

    private static void Softmax(float[] z, int columns)
    {
        for (int first = 0; first < z.Length; first += columns)
        {
            float max = z[first..(first + columns)].Max();
            for (int j = first; j < first + columns; j++)
                z[j] = ExactMath.Exp<ScalarLanes, float>(z[j] - max);
            int start = first;
            float sum = ReferenceGemm.Dot(columns, j => 1f, j => z[start + j], (one, value, chain) => chain + value);
            for (int j = first; j < first + columns; j++)
                z[j] /= sum;
        }
    }
}
