using ILGPU.Runtime.Cuda;

namespace NeuralGpu.Tests;

/// <summary>The library's way through ILGPU and the CUDA driver, with the PTX interpreter where the GPU would be.</summary>
public sealed class CudaPathTests : IDisposable
{
    // The largest takes as long as all others together.
    private const string TooSlow = "values-600-70-1-relu-identity-mse";

    // What a step of a network with two layers launches, in this order.
    private static readonly string[] Step =
    [
        "SampleGather",
        "Gemm 32x32 BiasActivation<Sigmoid>",
        "Gemm 32x32 BiasActivation<Identity>",
        "SoftmaxCrossEntropy",
        "Gemm 32x32 TimesDerivative<Sigmoid>",
        "Gemm 32x32 ThenUpdate<SgdUpdate>",
        "Gemm 32x32 ThenUpdate<SgdUpdate>",
    ];

    private readonly StandInDriver driver = new(StandInDevice.Sm80, StandInDevice.Sm90);

    public static TheoryData<string> Golden => [.. GoldenTrainings.All.Select(golden => golden.Name).Where(name => name != TooSlow)];

    public void Dispose() => driver.Dispose();

    [Fact]
    public void Find_StandInsDevices_GivesWhatTheySay()
    {
        IReadOnlyList<DeviceCandidate> found = DeviceCandidate.Find(DeviceKind.Cuda);
        Assert.Equal([StandInDevice.Sm80.Name, StandInDevice.Sm90.Name], found.Select(candidate => candidate.Name));
        Assert.All(found, candidate => Assert.Equal((null, true, "CUDA 12.0", 64L << 20), (candidate.Refusal, candidate.MayBeDefault, candidate.Driver, candidate.MemoryBytes)));
    }

    [Fact]
    public void Find_AnOldDevice_IsNotThere()
    {
        using var old = new StandInDriver(new StandInDevice("sm_21", 2, 1));
        Assert.Empty(DeviceCandidate.Find(DeviceKind.Cuda));
    }

    [Theory]
    [MemberData(nameof(Golden))]
    public void GoldenTraining_OnADevice_GivesTheHashAndFreesItsMemory(string name)
    {
        Device device = driver.Open(1);
        GoldenResult result = GoldenTrainings.All.Single(golden => golden.Name == name).Run(device);
        Assert.Equal(result.Expected, result.Sha256);
        Assert.Equal(0, driver.LiveAllocations);
        Assert.All(driver.Launches.Distinct(), kernel => Assert.Contains(kernel, KernelCatalog.All.Select(known => known.Name)));
    }

    [Fact]
    public async Task FitAsync_OnAnotherThread_GivesTheHostsWeights()
    {
        GoldenTraining tiny = GoldenTrainings.Tiny;
        TrainingResult result = await new Trainer(driver.Open(), tiny.Options).FitAsync(tiny.CreateNetwork(), tiny.CreateData(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(tiny.Expected, result.Network.WeightsSha256());
    }

    [Fact]
    public void TwoDevices_InTurn_KeepTheirMemoryApart()
    {
        Device first = driver.Open(0), second = driver.Open(1);
        using DeviceBuffer<float> ones = first.AllocateFloats(3), twos = second.AllocateFloats(3);
        ones.Upload([1, 1, 1]);
        twos.Upload([2, 2, 2]);
        var read = new float[3];
        ones.Download(read);
        Assert.Equal([1, 1, 1], read);
        twos.Download(read);
        Assert.Equal([2, 2, 2], read);
    }

    [Fact]
    public void Step_OfTwoLayers_RecordsItsKernelsInOrderAndThenLaunchesThemAsOne()
    {
        GoldenTraining tiny = GoldenTrainings.Tiny;
        Device device = driver.Open();
        Network network = tiny.CreateNetwork();
        using var data = new DeviceDataset(device, tiny.CreateData());
        using DeviceParameters parameters = DeviceParameters.Upload(device, network);
        using var step = new TrainingStep(device, network, data, parameters, tiny.Options, tiny.Samples);
        using DeviceBuffer<int> rows = device.AllocateInts(tiny.Samples);
        using DeviceBuffer<float> losses = device.AllocateFloats(tiny.Samples);
        rows.Upload([.. Enumerable.Range(0, tiny.Samples)]);
        nint stream = ((CudaStream)device.Target.Stream).StreamPtr;
        DriverCall copyOfLosses = new DriverCall.Copy(CopyDirection.DeviceToDevice, tiny.Samples * sizeof(float), IsPageLocked: false, stream);

        DriverCall[] first = [.. CallsOfRun().Where(call => call is not DriverCall.LoadModule)];
        Assert.Equal(Step, first[..^1].Select(call => Assert.IsType<DriverCall.Launch>(call).Kernel));
        Assert.Equal(copyOfLosses, first[^1]);

        DriverCall[] second = CallsOfRun();
        Assert.Equal(Step, second.OfType<DriverCall.Launch>().Select(launch => launch.Kernel));
        Assert.Equal(Step.Length - 1, second.OfType<DriverCall.Launch>().Count(launch => launch.IsCaptured));
        nint executable = second.OfType<DriverCall.Instantiate>().Single().Executable;
        Assert.Equal([new DriverCall.LaunchGraph(executable, stream), copyOfLosses], second[^2..]);

        for (int i = 0; i < 2; i++)
        {
            DriverCall[] other = CallsOfRun();
            Assert.Equal(("SampleGather", false), other[0] is DriverCall.Launch launch ? (launch.Kernel, launch.IsCaptured) : default);
            Assert.Equal([new DriverCall.LaunchGraph(executable, stream), copyOfLosses], other[1..]);
        }

        DriverCall[] CallsOfRun()
        {
            int before = driver.Calls.Count;
            step.Run(rows.Elements, losses.View().Slice(0, tiny.Samples), 0.1, number: 1);
            return [.. driver.Calls.Skip(before)];
        }
    }

    [Fact]
    public void Fit_AnyNumberOfBatches_CopiesAndWaitsAsOften()
    {
        GoldenTraining tiny = GoldenTrainings.Tiny;
        Device device = driver.Open();
        Assert.Equal(CallsOfFit(batchSize: 6), CallsOfFit(batchSize: 1));

        // Copies to and from the host, waits, allocations and fills of a fit of one epoch; the first, which loads the kernels, is left out.
        (int Copies, int Waits, int Allocations, int Fills) CallsOfFit(int batchSize)
        {
            var trainer = new Trainer(device, tiny.Options with { Epochs = 1, BatchSize = batchSize });
            trainer.Fit(tiny.CreateNetwork(), tiny.CreateData());
            int before = driver.Calls.Count;
            trainer.Fit(tiny.CreateNetwork(), tiny.CreateData());
            DriverCall[] calls = [.. driver.Calls.Skip(before)];
            return (calls.OfType<DriverCall.Copy>().Count(copy => copy.Direction != CopyDirection.DeviceToDevice), calls.OfType<DriverCall.Wait>().Count(), calls.OfType<DriverCall.Allocate>().Count(), calls.OfType<DriverCall.Fill>().Count());
        }
    }

    [Fact]
    public void Upload_ThenDownload_WaitsForEach()
    {
        using DeviceBuffer<float> buffer = driver.Open().AllocateFloats(3);
        int before = driver.Calls.Count;
        buffer.Upload([1, 2, 3]);
        buffer.Download(new float[3]);
        Assert.Equal(
            [new DriverCall.Copy(CopyDirection.HostToDevice, 12, IsPageLocked: false, 0), new DriverCall.Wait(0), new DriverCall.Copy(CopyDirection.DeviceToHost, 12, IsPageLocked: false, 0), new DriverCall.Wait(0)],
            driver.Calls.Skip(before));
    }

    [Fact]
    public void Allocate_MoreThanThereIs_SaysSo()
    {
        Device device = driver.Open();
        using DeviceBuffer<float> most = device.AllocateFloats(15 << 20);
        Assert.Contains("could not give 8.0 MB", Assert.Throws<DeviceMemoryException>(() => device.AllocateFloats(2 << 20)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Operation_OnMemoryThatWasFreed_IsFound()
    {
        Device device = driver.Open();
        DeviceBuffer<float> freed = device.AllocateFloats(300);
        Kernels.FloatView view = freed.View();
        freed.Dispose();
        StandInMisuse misuse = Assert.Throws<StandInMisuse>(() =>
        {
            new Kernels.Rowwise<Kernels.Softmax>(device.Target).Run(new Kernels.Softmax(view.AsMatrix(10, 30), view), 10, 30);
            device.Synchronize();
        });
        Assert.Contains("Softmax, launched with 1 blocks of 256 threads", misuse.Message, StringComparison.Ordinal);
        Assert.Contains("where nothing is", misuse.Message, StringComparison.Ordinal);
    }
}
