namespace NeuralGpu.Kernels;

/// <summary>Lines of memory that are wanted soon: a micro-kernel asks for one of them at each fourth term, so that they come while it multiplies. They are never read.</summary>
/// <param name="first">The first line.</param>
/// <param name="step">Numbers from one to the next.</param>
/// <param name="skip">Numbers more after each <see cref="IMicroKernel.Columns"/> of them; 0 unless the depth is a whole number of such turns.</param>
internal readonly unsafe struct LinesAhead(float* first, long step, long skip)
{
    public readonly float* First = first;
    public readonly long Step = step;
    public readonly long Skip = skip;
}
