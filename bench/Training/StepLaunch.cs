namespace NeuralGpu.Bench;

/// <summary>One launch of a training step.</summary>
/// <param name="Name">What was launched, and the shape of a product.</param>
/// <param name="Seconds">From its start to the start of the next, waited for; the median.</param>
/// <param name="Operations">Floating-point operations of a product; 0 for others.</param>
internal sealed record StepLaunch(string Name, double Seconds, double Operations)
{
    /// <summary>A type as it is written, without its namespace: <c>Gemm&lt;BiasActivation&lt;Sigmoid&gt;&gt;</c>.</summary>
    public static string NameOf(Type type)
    {
        string name = type.Name.Split('`')[0];
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>" : name;
    }
}
