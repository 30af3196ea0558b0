using System.Reflection;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using NeuralGpu.Kernels;

namespace NeuralGpu.Tests;

/// <summary>Compiles kernels to PTX as a CUDA device would, without a GPU or a driver.</summary>
internal sealed class PtxCompiler : IDisposable
{
    private readonly Context context;
    private readonly PTXBackend backend;

    /// <param name="architecture">The device's.</param>
    /// <param name="level">How much ILGPU optimizes; null: as for the library's devices, which leave it at ILGPU's default.</param>
    public PtxCompiler(CudaArchitecture architecture, OptimizationLevel? level = null)
    {
        context = Context.Create(builder =>
        {
            builder.ExactArithmetic();
            if (level is { } chosen)
                builder.Optimize(chosen);
        });
        backend = new PTXBackend(context, new CudaCapabilityContext(architecture), architecture, new CudaInstructionSet(8, 0), nvvmAPI: null);
    }

    /// <summary>The PTX text of an explicitly grouped kernel.</summary>
    public string Compile(MethodInfo kernel)
        => ((PTXCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(kernel), KernelSpecialization.Empty)).PTXAssembly;

    public void Dispose()
    {
        backend.Dispose();
        context.Dispose();
    }
}
