using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <content>Activations, dropout and the self-test.</content>
internal static partial class PtxCases
{
    // All special values and then as many random ones.
    private static float[] FunctionInputs => [.. TestInputs.Special, .. TestInputs.Random(5, 400), .. DeviceMatrices.Random(6, 101).Select(value => 20f * value)];

    private static IEnumerable<PtxCase> Activations =>
    [
        .. Maps<Kernels.Identity>(),
        .. Maps<Kernels.Sigmoid>(),
        .. Maps<Kernels.Tanh>(),
        .. Maps<Kernels.Relu>(),
        Elementwise("every function", FunctionInputs.Length, memory => new SelfTestFunctions(memory.Floats(FunctionInputs), memory.Floats(TestInputs.Partners(FunctionInputs)), memory.Unwritten(SelfTestFunctions.Count * FunctionInputs.Length))),
        Rowwise("any bits", 11, 7, memory => new Kernels.Softmax(memory.Wild(1, 77).AsMatrix(11, 7), memory.Unwritten(77))),
        Rowwise("two chunks of columns", 3, 300, memory => new Kernels.Softmax(memory.Uniform(1, 900).AsMatrix(3, 300), memory.Unwritten(900))),
        Rowwise("a block of three", 76, Dropout.BlockLength, memory => new Dropout(memory.Wild(1, Parameters + 2), memory.Unwritten(Parameters + 2), 0x1234_5678_9ABC_DEF0, 257, 3, 0x6000_0000, 1.6f)),
    ];

    private static IEnumerable<PtxCase> Maps<TActivation>()
        where TActivation : struct, IActivation
        =>
        [
            Elementwise("any bits", FunctionInputs.Length, memory => new Map<TActivation>(memory.Floats(FunctionInputs), memory.Unwritten(FunctionInputs.Length))),
            Elementwise("in place", 3, memory => InPlace<TActivation>(memory.Uniform(1, 3))),
            Elementwise("any bits", FunctionInputs.Length, memory => new MapDerivative<TActivation>(memory.Floats(FunctionInputs), memory.Unwritten(FunctionInputs.Length))),
        ];

    private static Map<TActivation> InPlace<TActivation>(FloatView values)
        where TActivation : struct, IActivation
        => new(values, values);
}
