using System.Buffers.Binary;

namespace NeuralGpu.Tests;

/// <summary>Writes small IDX folders: images of 2×2 pixels whose bright pixel tells the class, 0 to 3.</summary>
internal static class IdxFiles
{
    private const int Classes = 4;

    public static void WriteFolder(string folder, int training, int test)
    {
        Directory.CreateDirectory(folder);
        WriteSet(folder, "train", training);
        if (test > 0)
            WriteSet(folder, "t10k", test);
    }

    private static void WriteSet(string folder, string prefix, int count)
    {
        byte[] images = new byte[16 + count * 4];
        byte[] labels = new byte[8 + count];
        WriteHeader(images, 0x803, count, 2, 2);
        WriteHeader(labels, 0x801, count);
        for (int i = 0; i < count; i++)
        {
            int label = i % Classes;
            images[16 + i * 4 + label] = (byte)(200 + i % 50);
            labels[8 + i] = (byte)label;
        }
        File.WriteAllBytes(Path.Combine(folder, $"{prefix}-images-idx3-ubyte"), images);
        File.WriteAllBytes(Path.Combine(folder, $"{prefix}-labels-idx1-ubyte"), labels);
    }

    private static void WriteHeader(byte[] file, params ReadOnlySpan<int> words)
    {
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(i * 4), words[i]);
    }
}
