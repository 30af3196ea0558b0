using ILGPU.Backends.OpenCL;
using ILGPU.IR;
using ILGPU.IR.Values;

namespace NeuralGpu.Kernels;

/// <summary>OpenCL C of <see cref="Row16"/>.</summary>
/// <remarks>Through pointers to a <c>float16</c> that is aligned like a float: <c>vload16</c> says the same, but PoCL takes it apart into four, and then keeps sums in memory instead of in registers.</remarks>
internal static class OpenCLRowGenerator
{
    public static void Clear(CLBackend backend, CLCodeGenerator generator, Value value) => Emit(generator, value, "$0=(float16)(0.0f)");

    public static void Copy(CLBackend backend, CLCodeGenerator generator, Value value) => Emit(generator, value, "$1=$0");

    public static void Fma(CLBackend backend, CLCodeGenerator generator, Value value) => Emit(generator, value, "$2=fma((float16)(#0),$1,$2)");

    // fma(a, 1, b) is a + b rounded once.
    public static void Add(CLBackend backend, CLCodeGenerator generator, Value value) => Emit(generator, value, "$1=fma($0,(float16)(1.0f),$1)");

    public static void ToAligned(CLBackend backend, CLCodeGenerator generator, Value value)
    {
        var call = (MethodCall)value;
        CLCodeGenerator.Variable target = generator.Allocate(call);
        using CLCodeGenerator.StatementEmitter statement = generator.BeginStatement(target);
        statement.AppendOperation("(int)((0-(ulong)");
        statement.Append((CLCodeGenerator.Variable)generator.Load(call.Nodes[0]));
        statement.AppendOperation(")>>2&15)");
    }

    // #i is operand i, $i the row that it points to.
    private static void Emit(CLCodeGenerator generator, Value value, string expression)
    {
        var call = (MethodCall)value;
        using CLCodeGenerator.StatementEmitter statement = generator.BeginStatement("{typedef float16 row16 __attribute__((aligned(4)));");
        for (int i = 0; i < expression.Length; i++)
        {
            char kind = expression[i];
            if (kind is not ('#' or '$'))
            {
                statement.AppendOperation(kind.ToString());
                continue;
            }
            i++;
            if (kind == '$')
                statement.AppendOperation("(*(row16*)");
            statement.Append((CLCodeGenerator.Variable)generator.Load(call.Nodes[expression[i] - '0']));
            if (kind == '$')
                statement.AppendOperation(")");
        }
        statement.AppendOperation(";}");
    }
}
