using ILGPU.Runtime.Cuda;

namespace NeuralGpu.Tests;

/// <summary>What a stand-in's device says of itself.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Major">First number of its compute capability.</param>
/// <param name="Minor">Second number of its compute capability.</param>
internal sealed record StandInDevice(string Name, int Major, int Minor)
{
    /// <summary>Threads of a block, at most.</summary>
    public const int MostThreads = 1024;

    /// <summary>Shared memory of a block, at most, in bytes, unless the function asks for more.</summary>
    public const int SharedBytesOfBlock = 48 << 10;

    /// <summary>Compute capability 8.0.</summary>
    public static StandInDevice Sm80 { get; } = new("sm_80 on the PTX interpreter", 8, 0);

    /// <summary>Compute capability 9.0.</summary>
    public static StandInDevice Sm90 { get; } = new("sm_90 on the PTX interpreter", 9, 0);

    /// <summary>Memory in bytes: little, so that a test can run out of it.</summary>
    public long MemoryBytes { get; init; } = 64 << 20;

    public int Multiprocessors { get; init; } = 132;

    /// <summary>Shared memory of a multiprocessor.</summary>
    public int SharedBytes => Major >= 9 ? 228 << 10 : 164 << 10;

    /// <summary>The value of an attribute; 0 for those that nobody asks for.</summary>
    public int Attribute(DeviceAttributeKind kind, int ordinal) => kind switch
    {
        DeviceAttributeKind.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR => Major,
        DeviceAttributeKind.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR => Minor,
        DeviceAttributeKind.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT => Multiprocessors,
        DeviceAttributeKind.CU_DEVICE_ATTRIBUTE_WARP_SIZE => 32,
        DeviceAttributeKind.CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK => MostThreads,
        DeviceAttributeKind.CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_X or DeviceAttributeKind.CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_Y => MostThreads,
        DeviceAttributeKind.CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_Z => 64,
        DeviceAttributeKind.CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_X => int.MaxValue,
        DeviceAttributeKind.CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_Y or DeviceAttributeKind.CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_Z => ushort.MaxValue,
        DeviceAttributeKind.CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_MULTIPROCESSOR => 2048,
        DeviceAttributeKind.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK => SharedBytesOfBlock,
        DeviceAttributeKind.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_MULTIPROCESSOR => SharedBytes,
        DeviceAttributeKind.CU_DEVICE_ATTRIBUTE_TOTAL_CONSTANT_MEMORY => 64 << 10,
        DeviceAttributeKind.CU_DEVICE_ATTRIBUTE_MAX_REGISTERS_PER_BLOCK or DeviceAttributeKind.CU_DEVICE_ATTRIBUTE_MAX_REGISTERS_PER_MULTIPROCESSOR => StandInOccupancy.Registers,
        DeviceAttributeKind.CU_DEVICE_ATTRIBUTE_MAX_PITCH => int.MaxValue,
        DeviceAttributeKind.CU_DEVICE_ATTRIBUTE_CLOCK_RATE or DeviceAttributeKind.CU_DEVICE_ATTRIBUTE_MEMORY_CLOCK_RATE => 1_000_000,
        DeviceAttributeKind.CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE => 40 << 20,
        DeviceAttributeKind.CU_DEVICE_ATTRIBUTE_ASYNC_ENGINE_COUNT => 2,
        DeviceAttributeKind.CU_DEVICE_ATTRIBUTE_PCI_BUS_ID => ordinal + 1,
        DeviceAttributeKind.CU_DEVICE_ATTRIBUTE_CAN_MAP_HOST_MEMORY or DeviceAttributeKind.CU_DEVICE_ATTRIBUTE_CAN_USE_HOST_POINTER_FOR_REGISTERED_MEM or DeviceAttributeKind.CU_DEVICE_ATTRIBUTE_UNIFIED_ADDRESSING => 1,
        _ => 0,
    };
}
