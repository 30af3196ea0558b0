using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace NeuralGpu;

/// <summary>SHA-256 of parameters and figures, in lower-case hexadecimal.</summary>
internal static class GoldenHash
{
    /// <summary>Over the raw little-endian numbers: each set of parameters in layer order, weights before biases, in binary32; then the figures in binary64.</summary>
    public static string Of(IEnumerable<Network> parameters, IEnumerable<double> figures)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (DenseLayer layer in parameters.SelectMany(network => network.Layers))
        {
            hash.AppendData(MemoryMarshal.AsBytes<float>(layer.Weights));
            hash.AppendData(MemoryMarshal.AsBytes<float>(layer.Biases));
        }
        double[] numbers = [.. figures];
        hash.AppendData(MemoryMarshal.AsBytes<double>(numbers));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
