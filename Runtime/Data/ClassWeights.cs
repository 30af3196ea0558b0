using System.Globalization;

namespace NeuralGpu;

/// <summary>What a row counts, by its class.</summary>
internal static class ClassWeights
{
    /// <summary>n/(K · n_c), K the number of classes that have rows; 0 for a class without rows.</summary>
    public static float[] Balanced(int[] classIndices, int classes)
    {
        var rows = new long[classes];
        foreach (int index in classIndices)
            rows[index]++;
        long present = rows.Count(count => count > 0);
        return [.. rows.Select(count => count == 0 ? 0f : (float)(classIndices.Length / (double)(present * count)))];
    }

    /// <summary>The weight of each row's class.</summary>
    /// <exception cref="ArgumentException">There is not one weight a class, a weight is unfit, or no row would count.</exception>
    public static float[] OfRows(IReadOnlyList<float> classWeights, int[] classIndices, IReadOnlyList<string> classes)
    {
        if (classWeights.Count != classes.Count)
            throw new ArgumentException($"There are {classWeights.Count} class weights for {classes.Count} classes ({Quoted.List(classes)}); give one for each.", nameof(classWeights));
        for (int c = 0; c < classes.Count; c++)
        {
            if (!float.IsFinite(classWeights[c]) || classWeights[c] < 0)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The weight of class {Quoted.Text(classes[c])} is {classWeights[c]}; a class weight must be a finite number that is not negative."), nameof(classWeights));
        }
        float[] weights = [.. classIndices.Select(index => classWeights[index])];
        if (weights.Length > 0 && Array.TrueForAll(weights, weight => weight == 0))
            throw new ArgumentException("The weight of every class that has rows is zero, so there is nothing to learn from; give at least one of them a positive weight.", nameof(classWeights));
        return weights;
    }
}
