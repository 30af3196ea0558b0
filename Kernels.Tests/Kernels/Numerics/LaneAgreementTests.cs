namespace NeuralGpu.Tests;

/// <summary>The scalar form and every SIMD width give the same bits.</summary>
public sealed class LaneAgreementTests
{
    public static TheoryData<string> Functions => ExactFunction.Names;

    [Theory]
    [MemberData(nameof(Functions))]
    public void SimdForms_OverStridedPatterns_EqualTheScalarForm(string name)
    {
        ExactFunction function = ExactFunction.Named(name);
        // A small domain is walked more densely: some 4 million patterns in each.
        foreach (float[] x in TestInputs.Walk(0, function.Last, function.Last == uint.MaxValue ? TestInputs.Stride : 251))
            AssertFormsAgree(function, x, TestInputs.Partners(x));
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void SimdForms_OfSpecialValues_EqualTheScalarForm(string name)
    {
        // Each value meets each: in a register a lane's neighbours must not matter.
        float[] special = TestInputs.Special;
        float[] x = [.. special.SelectMany(first => special.Select(_ => first))];
        float[] y = [.. special.SelectMany(_ => special)];
        int whole = (x.Length + 63) / 64 * 64;
        Array.Resize(ref x, whole);
        Array.Resize(ref y, whole);
        AssertFormsAgree(ExactFunction.Named(name), x, y);
        AssertFormsAgree(ExactFunction.Named(name), y, x);
    }

    private static void AssertFormsAgree(ExactFunction function, float[] x, float[] y)
    {
        var expected = new float[x.Length];
        var actual = new float[x.Length];
        function.Scalar(x, y, expected);
        foreach ((string form, Action<float[], float[], float[]> run) in function.Forms.Skip(1))
        {
            run(x, y, actual);
            Bits.AssertSame($"{function.Name} in {form}", x, y, expected, actual);
        }
    }
}
