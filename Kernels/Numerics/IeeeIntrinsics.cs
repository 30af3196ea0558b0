using System.Text.RegularExpressions;
using ILGPU;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.IR;
using ILGPU.IR.Intrinsics;
using ILGPU.IR.Values;

namespace NeuralGpu.Kernels;

/// <summary>Tells ILGPU how to generate the operations of <see cref="Ieee"/> and <see cref="IeeeDouble"/>: as <c>.rn</c> instructions in PTX, as single uncontractible statements in OpenCL C; and those of <see cref="Row16"/> and <see cref="SharedBarrier"/>.</summary>
public static partial class IeeeIntrinsics
{
    /// <summary>Registers the operations; every context that compiles this library's kernels needs it.</summary>
    public static Context.Builder ExactArithmetic(this Context.Builder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IntrinsicImplementationManager manager = builder.GetIntrinsicManager();
        Register(nameof(Ieee.Fma), IntrinsicImplementationMode.GenerateCode);
        Register(nameof(Ieee.Multiply), IntrinsicImplementationMode.GenerateCode);
        Register(nameof(Ieee.Add), IntrinsicImplementationMode.GenerateCode);
        Register(nameof(Ieee.IsLess), IntrinsicImplementationMode.GenerateCode);
        Register(nameof(Ieee.Divide), IntrinsicImplementationMode.Redirect);
        Register(nameof(Ieee.Sqrt), IntrinsicImplementationMode.Redirect);
        RegisterDouble(nameof(IeeeDouble.Fma));
        RegisterDouble(nameof(IeeeDouble.Multiply));
        RegisterDouble(nameof(IeeeDouble.Add));
        RegisterDouble(nameof(IeeeDouble.Divide));
        RegisterDouble(nameof(IeeeDouble.Sqrt));
        RegisterDouble(nameof(IeeeDouble.IsLess));
        System.Reflection.MethodInfo barrier = typeof(SharedBarrier).GetMethod(nameof(SharedBarrier.Wait))!;
        manager.RegisterMethod(barrier, new PTXIntrinsic(typeof(PtxGenerator), nameof(PtxGenerator.WaitForGroup), IntrinsicImplementationMode.GenerateCode));
        manager.RegisterMethod(barrier, new CLIntrinsic(typeof(OpenCLGenerator), nameof(OpenCLGenerator.WaitForGroup), IntrinsicImplementationMode.GenerateCode));
        RegisterRow(nameof(Row16.Clear));
        RegisterRow(nameof(Row16.Copy));
        RegisterRow(nameof(Row16.Fma));
        RegisterRow(nameof(Row16.Add));
        RegisterRow(nameof(Row16.ToAligned));
        return builder;

        void Register(string name, IntrinsicImplementationMode openCl)
        {
            System.Reflection.MethodInfo method = typeof(Ieee).GetMethod(name)!;
            Type openClSource = openCl == IntrinsicImplementationMode.Redirect ? typeof(FmaDivision) : typeof(OpenCLGenerator);
            manager.RegisterMethod(method, new PTXIntrinsic(typeof(PtxGenerator), name, IntrinsicImplementationMode.GenerateCode));
            manager.RegisterMethod(method, new CLIntrinsic(openClSource, name, openCl));
        }

        void RegisterRow(string name)
            => manager.RegisterMethod(typeof(Row16).GetMethod(name)!, new CLIntrinsic(typeof(OpenCLRowGenerator), name, IntrinsicImplementationMode.GenerateCode));

        void RegisterDouble(string name)
        {
            System.Reflection.MethodInfo method = typeof(IeeeDouble).GetMethod(name)!;
            manager.RegisterMethod(method, new PTXIntrinsic(typeof(PtxGenerator), name + "Double", IntrinsicImplementationMode.GenerateCode));
            manager.RegisterMethod(method, new CLIntrinsic(typeof(OpenCLGenerator), name + "Double", IntrinsicImplementationMode.GenerateCode));
        }
    }

    [GeneratedRegex(@"\$(\d)")]
    private static partial Regex OperandPattern();

    /// <summary>PTX: one instruction with an explicit rounding mode, which ptxas may neither contract nor flush.</summary>
    internal static class PtxGenerator
    {
        public static void Fma(PTXBackend backend, PTXCodeGenerator generator, Value value) => Emit(generator, value, "fma.rn.f32 $0, $1, $2, $3");

        public static void Multiply(PTXBackend backend, PTXCodeGenerator generator, Value value) => Emit(generator, value, "mul.rn.f32 $0, $1, $2");

        public static void Add(PTXBackend backend, PTXCodeGenerator generator, Value value) => Emit(generator, value, "add.rn.f32 $0, $1, $2");

        public static void Divide(PTXBackend backend, PTXCodeGenerator generator, Value value) => Emit(generator, value, "div.rn.f32 $0, $1, $2");

        public static void Sqrt(PTXBackend backend, PTXCodeGenerator generator, Value value) => Emit(generator, value, "sqrt.rn.f32 $0, $1");

        public static void FmaDouble(PTXBackend backend, PTXCodeGenerator generator, Value value) => Emit(generator, value, "fma.rn.f64 $0, $1, $2, $3");

        public static void MultiplyDouble(PTXBackend backend, PTXCodeGenerator generator, Value value) => Emit(generator, value, "mul.rn.f64 $0, $1, $2");

        public static void AddDouble(PTXBackend backend, PTXCodeGenerator generator, Value value) => Emit(generator, value, "add.rn.f64 $0, $1, $2");

        public static void DivideDouble(PTXBackend backend, PTXCodeGenerator generator, Value value) => Emit(generator, value, "div.rn.f64 $0, $1, $2");

        public static void SqrtDouble(PTXBackend backend, PTXCodeGenerator generator, Value value) => Emit(generator, value, "sqrt.rn.f64 $0, $1");

        // All ones or zero; lt is ordered, so false for a NaN.
        public static void IsLess(PTXBackend backend, PTXCodeGenerator generator, Value value) => Emit(generator, value, "set.lt.u32.f32 $0, $1, $2");

        public static void IsLessDouble(PTXBackend backend, PTXCodeGenerator generator, Value value) => Emit(generator, value, "set.lt.u32.f64 $0, $1, $2");

        public static void WaitForGroup(PTXBackend backend, PTXCodeGenerator generator, Value value)
        {
            using (generator.BeginCommand("bar.sync 0"))
            {
            }
        }

        private static void Emit(PTXCodeGenerator generator, Value value, string instruction)
        {
            var call = (MethodCall)value;
            var registers = new List<PTXRegisterAllocator.HardwareRegister>();
            foreach (ValueReference argument in call.Nodes)
                registers.Add(generator.EnsureHardwareRegister((PTXRegisterAllocator.PrimitiveRegister)generator.Load(argument)));
            registers.Insert(0, generator.AllocateHardware(call));
            string text = OperandPattern().Replace(instruction, match => "%" + PTXRegisterAllocator.GetStringRepresentation(registers[match.Groups[1].Value[0] - '0']));
            using (generator.BeginCommand(text))
            {
            }
        }
    }

    /// <summary>
    /// OpenCL C: fma() is exact by the standard. A multiplication or addition is written with a builtin around it, because a plain <c>a * b</c> whose result only feeds
    /// an addition may be contracted: OpenCL's default is FP_CONTRACT ON.
    /// </summary>
    internal static class OpenCLGenerator
    {
        public static void Fma(CLBackend backend, CLCodeGenerator generator, Value value) => Emit(generator, value, "fma(", ",", ",", ")");

        // fma(a, b, −0) is a·b rounded once, for every a and b: also its sign of zero.
        public static void Multiply(CLBackend backend, CLCodeGenerator generator, Value value) => Emit(generator, value, "fma(", ",", ",-0.0f)");

        // fma(a, 1, b) is a + b rounded once.
        public static void Add(CLBackend backend, CLCodeGenerator generator, Value value) => Emit(generator, value, "fma(", ",1.0f,", ")");

        // The same three in binary64; the operands' type chooses fma's.
        public static void FmaDouble(CLBackend backend, CLCodeGenerator generator, Value value) => Emit(generator, value, "fma(", ",", ",", ")");

        public static void MultiplyDouble(CLBackend backend, CLCodeGenerator generator, Value value) => Emit(generator, value, "fma(", ",", ",-0.0)");

        public static void AddDouble(CLBackend backend, CLCodeGenerator generator, Value value) => Emit(generator, value, "fma(", ",1.0,", ")");

        // In binary64 OpenCL wants both correctly rounded (OpenCL C 3.0, section 7.4), and there is nothing to fuse.
        public static void DivideDouble(CLBackend backend, CLCodeGenerator generator, Value value) => Emit(generator, value, "(", "/", ")");

        public static void SqrtDouble(CLBackend backend, CLCodeGenerator generator, Value value) => Emit(generator, value, "sqrt(", ")");

        public static void IsLess(CLBackend backend, CLCodeGenerator generator, Value value) => Emit(generator, value, "isless(", ",", ")");

        public static void IsLessDouble(CLBackend backend, CLCodeGenerator generator, Value value) => Emit(generator, value, "isless(", ",", ")");

        public static void WaitForGroup(CLBackend backend, CLCodeGenerator generator, Value value)
        {
            using (generator.BeginStatement("barrier(CLK_LOCAL_MEM_FENCE)"))
            {
            }
        }

        private static void Emit(CLCodeGenerator generator, Value value, params ReadOnlySpan<string> pieces)
        {
            var call = (MethodCall)value;
            var arguments = new CLCodeGenerator.Variable[call.Nodes.Length];
            for (int i = 0; i < arguments.Length; i++)
                arguments[i] = (CLCodeGenerator.Variable)generator.Load(call.Nodes[i]);
            CLCodeGenerator.Variable target = generator.Allocate(call);
            using CLCodeGenerator.StatementEmitter statement = generator.BeginStatement(target);
            statement.AppendCommand(pieces[0]);
            for (int i = 0; i < arguments.Length; i++)
            {
                statement.Append(arguments[i]);
                statement.AppendOperation(pieces[i + 1]);
            }
        }
    }
}
