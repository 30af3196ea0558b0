namespace NeuralGpu.Kernels;

/// <summary>A piece of work for <see cref="Workers"/>.</summary>
internal interface IParallelJob
{
    /// <summary>Does one part; different parts run at the same time and must write different places.</summary>
    void Invoke(int part, int parts);
}
