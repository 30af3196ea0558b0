using ILGPU.Runtime.Cuda;

namespace NeuralGpu.Tests;

/// <content>Modules, functions and launches.</content>
internal sealed unsafe partial class StandInDriver
{
    // CU_LAUNCH_PARAM_END, _BUFFER_POINTER and _BUFFER_SIZE.
    private const nint End = 0, BufferPointer = 1, BufferSize = 2;

    private const int SharedBytesAttribute = 8;

    private readonly Dictionary<nint, StandInModule> modules = [];
    private readonly Dictionary<nint, nint> moduleOfFunction = [];
    private readonly Dictionary<nint, int> sharedBytesOfFunction = [];
    private readonly HashSet<nint> launched = [];

    public CudaError cuModuleLoadData(out nint module, string moduleData)
    {
        StandInContext context = Current();
        RequireNoCapture("load a module");
        var loaded = new StandInModule(moduleData, Rewrite);
        module = 0;
        if (!loaded.RunsOn(context.Device))
            return CudaError.CUDA_ERROR_NO_BINARY_FOR_GPU;
        module = NewHandle();
        modules.Add(module, loaded);
        calls.Add(new DriverCall.LoadModule(loaded.Kernel));
        return CudaError.CUDA_SUCCESS;
    }

    public CudaError cuModuleLoadDataEx(out nint module, string moduleData, int numOptions, nint jitOptions, nint jitOptionValues) => cuModuleLoadData(out module, moduleData);

    public CudaError cuModuleUnload(nint module)
    {
        // Of a kernel that could not be loaded: ILGPU unloads it nevertheless, and lets the error of that hide the first.
        if (module == 0)
            return CudaError.CUDA_SUCCESS;
        foreach (StandInStream stream in contexts.Values.SelectMany(context => context.Streams.Values))
            Finish(stream);
        return modules.Remove(module) ? CudaError.CUDA_SUCCESS : throw new StandInMisuse($"There is no module 0x{module:X} that could be unloaded.");
    }

    public CudaError cuModuleGetFunction(out nint function, nint module, string functionName)
    {
        function = 0;
        if (!modules.TryGetValue(module, out StandInModule? loaded))
            throw new StandInMisuse($"There is no module 0x{module:X} that '{functionName}' could be in.");
        if (functionName != loaded.Entry)
            return CudaError.CUDA_ERROR_NOT_FOUND;
        function = NewHandle();
        moduleOfFunction.Add(function, module);
        return CudaError.CUDA_SUCCESS;
    }

    /// <summary>Sets an attribute of a function: how much dynamic shared memory a block of it may have.</summary>
    public CudaError cuFuncSetAttribute(nint function, int attribute, int value)
    {
        FunctionOf(function);
        if (attribute != SharedBytesAttribute)
            throw new StandInMisuse($"Attribute {attribute} of functions is not imitated.");
        if (value < 0 || value > Current().Device.SharedBytes - 1024)
            return CudaError.CUDA_ERROR_INVALID_VALUE;
        sharedBytesOfFunction[function] = value;
        return CudaError.CUDA_SUCCESS;
    }

    public CudaError cuLaunchKernel(nint function, int gridDimX, int gridDimY, int gridDimZ, int blockDimX, int blockDimY, int blockDimZ, int sharedMemSizeInBytes, nint stream, nint args, nint kernelArgs)
    {
        StandInModule module = FunctionOf(function);
        StandInStream at = StreamOf(stream, "launch");
        string what = $"The launch of {module.Kernel} with {gridDimX} × {gridDimY} × {gridDimZ} blocks of {blockDimX} × {blockDimY} × {blockDimZ} threads";
        if (gridDimX < 1 || gridDimY != 1 || gridDimZ != 1 || blockDimX < 1 || blockDimX > StandInDevice.MostThreads || blockDimY != 1 || blockDimZ != 1)
            throw new StandInMisuse($"{what} is not possible: there must be a block, a thread and no more than {StandInDevice.MostThreads} threads a block; and the interpreter knows one dimension only.");
        if (at.Capture is null)
            launched.Add(function);
        else if (!launched.Contains(function))
            throw new StandInMisuse($"{what} is captured, but is the kernel's first: drivers load a kernel when it is first launched, which a capture does not allow. Launch it once before.");
        int most = Math.Max(StandInDevice.SharedBytesOfBlock, sharedBytesOfFunction.GetValueOrDefault(function));
        if (module.Program.SharedBytes + sharedMemSizeInBytes > most)
            throw new StandInMisuse($"{what} needs {module.Program.SharedBytes + sharedMemSizeInBytes} bytes of shared memory a block, but may have {most}.");
        if (sharedMemSizeInBytes != 0)
            throw new StandInMisuse($"{what} asks for {sharedMemSizeInBytes} bytes of dynamic shared memory, which the interpreter does not know.");
        byte[] parameters = kernelArgs == 0 ? ParametersAt(module.Program, args) : ParametersIn(module.Program, kernelArgs, what);
        calls.Add(new DriverCall.Launch(module.Kernel, gridDimX, blockDimX, stream, at.Capture is not null));
        Add(at, new StandInWork(() => Run(module, parameters, gridDimX, blockDimX)));
        return CudaError.CUDA_SUCCESS;
    }

    public CudaError cuOccupancyMaxActiveBlocksPerMultiprocessor(out int numBlocks, nint func, int blockSize, nint dynamicSMemSize)
    {
        numBlocks = StandInOccupancy.Blocks(Current().Device, FunctionOf(func).Program, blockSize, dynamicSMemSize);
        return CudaError.CUDA_SUCCESS;
    }

    public CudaError cuOccupancyMaxPotentialBlockSize(out int minGridSize, out int blockSize, nint func, ComputeDynamicMemorySizeForBlockSize? blockSizeToDynamicSMemSize, nint dynamicSMemSize, int blockSizeLimit)
    {
        StandInDevice device = Current().Device;
        PtxProgram program = FunctionOf(func).Program;
        Func<int, long> sharedBytes = threads => blockSizeToDynamicSMemSize?.Invoke(threads) ?? dynamicSMemSize;
        blockSize = StandInOccupancy.BestThreads(device, program, sharedBytes, blockSizeLimit);
        minGridSize = device.Multiprocessors * StandInOccupancy.Blocks(device, program, blockSize, sharedBytes(blockSize));
        return CudaError.CUDA_SUCCESS;
    }

    private StandInModule FunctionOf(nint function)
        => moduleOfFunction.TryGetValue(function, out nint module) && modules.TryGetValue(module, out StandInModule? loaded)
            ? loaded
            : throw new StandInMisuse($"There is no function 0x{function:X}: its module was unloaded, or is another driver's.");

    // One pointer a parameter.
    private static byte[] ParametersAt(PtxProgram program, nint pointers)
    {
        var bytes = new byte[program.ParameterBytes];
        for (int i = 0; i < program.Parameters.Count; i++)
        {
            PtxVariable parameter = program.Parameters[i];
            new ReadOnlySpan<byte>(((void**)pointers)[i], parameter.Bytes).CopyTo(bytes.AsSpan(parameter.Offset));
        }
        return bytes;
    }

    // All parameters in one piece, and how long it is.
    private static byte[] ParametersIn(PtxProgram program, nint extra, string what)
    {
        (nint address, nint size) = (0, -1);
        for (nint* option = (nint*)extra; *option != End; option += 2)
        {
            switch (*option)
            {
                case BufferPointer: address = option[1]; break;
                case BufferSize: size = *(nint*)option[1]; break;
                default: throw new StandInMisuse($"{what} has an option {*option}, which there is not.");
            }
        }
        if (size != program.ParameterBytes)
            throw new StandInMisuse($"{what} has {size} bytes of arguments, but the kernel takes {program.ParameterBytes}.");
        return new ReadOnlySpan<byte>((void*)address, (int)size).ToArray();
    }

    private void Run(StandInModule module, byte[] parameters, int blocks, int threads)
    {
        PtxFigures figures;
        try
        {
            figures = PtxMachine.Run(module.Program, memory, parameters, blocks, threads);
        }
        catch (PtxFault fault)
        {
            throw new StandInMisuse($"{module.Kernel}, launched with {blocks} blocks of {threads} threads, went wrong: {fault.Message}", fault);
        }
        if (figures.Races.Count > 0)
            throw new StandInMisuse($"{module.Kernel}, launched with {blocks} blocks of {threads} threads, has a data race in {figures.RacesInWords.First()}.");
    }
}
