namespace NeuralGpu.Bench;

/// <summary>Made-up images: a sample's class is the brightest of as many patches as there are classes, so that there is something to learn; the speed does not depend on what the pixels show.</summary>
internal static class MadeUpImages
{
    /// <summary>Pixels uniform in [0, 1), and one-hot targets; the same each time.</summary>
    public static Dataset Make(int samples, int features, int classes)
    {
        int patchLength = features / classes;
        var random = new Random(1);
        var inputs = new float[samples * features];
        var targets = new float[samples * classes];
        for (int i = 0; i < inputs.Length; i++)
            inputs[i] = random.NextSingle();
        for (int sample = 0; sample < samples; sample++)
        {
            ReadOnlySpan<float> row = inputs.AsSpan(sample * features, features);
            int brightest = 0;
            float most = float.MinValue;
            for (int patch = 0; patch < classes; patch++)
            {
                float sum = 0;
                foreach (float pixel in row.Slice(patch * patchLength, patchLength))
                    sum += pixel;
                if (sum > most)
                    (brightest, most) = (patch, sum);
            }
            targets[(sample * classes) + brightest] = 1;
        }
        return new Dataset(inputs, features, targets, classes);
    }
}
