using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>The contract's training, written again from its text: plain loops, no SIMD, no sharing of code with the library but the elementary functions and the random numbers.</summary>
/// <param name="fma">The multiply-add; a broken one must show in the result.</param>
internal sealed class ReferenceTrainer(Func<float, float, float, float> fma)
{
    /// <summary>The hash that a golden case asks for, computed here.</summary>
    public string Hash(GoldenCase golden)
    {
        switch (golden)
        {
            case GoldenPerceptron perceptron:
                (Network network, IReadOnlyList<double> mistakes) = ReferencePerceptron.Train(perceptron, fma);
                return GoldenHash.Of([network], mistakes);
            case GoldenLinearModel model:
                return GoldenHash.Of([], ReferenceLinearModel.Solve(model));
            case GoldenFit training:
                ReferenceFit fit = Train(training);
                return GoldenHash.Of([fit.Network, .. fit.Moments], fit.Losses);
            default:
                return Train((GoldenTraining)golden).Network.WeightsSha256();
        }
    }

    public ReferenceFit Train(GoldenTraining training)
    {
        Network network = training.CreateNetwork();
        Dataset data = training.CreateData();
        TrainingOptions options = training.Options;
        int batch = Math.Min(options.BatchSize, data.Count);
        int visits = options.Sampling == Sampling.WithReplacement ? (data.Count + batch - 1) / batch * batch : data.Count;
        var optimizer = new ReferenceOptimizer(options, network, fma);
        var losses = new List<double>();
        long t = 0;
        for (int epoch = 1; epoch <= options.Epochs; epoch++)
        {
            int[] order = Order(options, data.Count, visits, epoch);
            double sum = 0;
            for (int first = 0; first < visits; first += batch)
            {
                t++;
                int[] rows = order[first..Math.Min(visits, first + batch)];
                (Network gradient, float[] rowLosses) = Gradient(network, data, options, rows, t);
                foreach (float loss in rowLosses)
                    sum += loss;
                ReferencePenalty.Add(network, gradient, options, rows.Length, fma);
                ReferenceClipping.Clip(gradient, options.ClipNorm, rows.Length, fma);
                optimizer.Update(gradient, ReferenceSchedule.Rate($"{options.Schedule}", options.LearningRate, t), rows.Length, t);
            }
            losses.Add(sum / visits);
        }
        return new ReferenceFit(network, optimizer.Moments, losses);
    }

    private static int[] Order(TrainingOptions options, int samples, int visits, int epoch)
    {
        if (options.Sampling == Sampling.WithReplacement)
            return [.. Enumerable.Range(0, visits).Select(i => (int)(((ulong)Philox4x32.Draw(options.Seed, 3, (uint)epoch, (ulong)i) * (ulong)samples) >> 32))];
        int[] order = [.. Enumerable.Range(0, samples)];
        if (options.Sampling == Sampling.InOrder)
            return order;
        for (int i = 0; i < samples - 1; i++)
        {
            int j = i + (int)(((ulong)Philox4x32.Draw(options.Seed, 2, (uint)epoch, (ulong)i) * (ulong)(samples - i)) >> 32);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    // The gradient, summed over the rows, and each row's loss.
    private (Network Gradient, float[] Losses) Gradient(Network network, Dataset data, TrainingOptions options, int[] rows, long t)
    {
        int count = rows.Length, last = network.Layers.Count - 1;
        var a = new List<float[]>(); // f(z) of each hidden layer
        List<float[]> fed = [[.. rows.SelectMany(row => data.Inputs[(row * data.Features)..((row + 1) * data.Features)])]]; // what each layer was fed
        float[] z = [];
        for (int l = 0; l <= last; l++)
        {
            DenseLayer layer = network.Layers[l];
            z = ReferenceGemm.Run(GemmLayout.NN, count, layer.Outputs, layer.Inputs, 1f, fed[l], layer.Weights, 0f, [], fma);
            for (int i = 0; i < z.Length; i++)
                z[i] += layer.Biases[i % layer.Outputs];
            if (l == last)
                break;
            a.Add([.. z.Select(value => ReferenceActivation.Apply(layer.Activation, value))]);
            fed.Add(ReferenceDropout.Mask(a[l], options.Dropout, options.Seed, l, t));
        }

        (float[] delta, float[] losses) = OutputDeltas(network.Layers[last], data, options.Loss, rows, z);
        Network gradient = ReferenceParameters.Zeros(network);
        for (int l = last; l >= 0; l--)
        {
            DenseLayer layer = network.Layers[l];
            ReferenceGemm.Run(GemmLayout.TN, layer.Inputs, layer.Outputs, count, 1f, fed[l], delta, 0f, [], fma).CopyTo(gradient.Layers[l].Weights, 0);
            for (int j = 0; j < layer.Outputs && options.TrainBiases; j++)
                gradient.Layers[l].Biases[j] = ReferenceGemm.Dot(count, _ => 1f, i => delta[(i * layer.Outputs) + j], (_, value, chain) => chain + value);
            if (l == 0)
                continue;
            float[] below = ReferenceGemm.Run(GemmLayout.NT, count, layer.Inputs, layer.Outputs, 1f, delta, layer.Weights, 0f, [], fma);
            for (int i = 0; i < below.Length; i++)
                below[i] = ReferenceActivation.TimesDerivative(network.Layers[l - 1].Activation, below[i], a[l - 1][i], fma);
            delta = ReferenceDropout.Mask(below, options.Dropout, options.Seed, l - 1, t);
        }
        return (gradient, losses);
    }

    private (float[] Deltas, float[] Losses) OutputDeltas(DenseLayer layer, Dataset data, Loss kind, int[] rows, float[] z)
    {
        var deltas = new List<float>();
        var losses = new List<float>();
        var loss = new ReferenceLoss(kind, layer.Activation, fma);
        for (int i = 0; i < rows.Length; i++)
        {
            var delta = new float[layer.Outputs];
            float value = loss.Run(z[(i * layer.Outputs)..((i + 1) * layer.Outputs)], data.Targets[(rows[i] * layer.Outputs)..((rows[i] + 1) * layer.Outputs)], delta);
            if (data.SampleWeights is { } weights)
            {
                value = weights[rows[i]] * value;
                delta = [.. delta.Select(d => weights[rows[i]] * d)];
            }
            losses.Add(value);
            deltas.AddRange(delta);
        }
        return ([.. deltas], [.. losses]);
    }
}
