namespace NeuralGpu.Bench;

/// <summary>What is known of a device that took part.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Title">The vendor's name.</param>
/// <param name="Driver">The version of its driver; for the CPU, the instruction sets in use.</param>
/// <param name="Threads">Threads that compute on the host; 0 when the device computes by itself.</param>
/// <param name="Roofline">What it can do at most, measured.</param>
/// <param name="OpenSeconds">Seconds to open it.</param>
/// <param name="FirstLaunchSeconds">Seconds to load a kernel and run it for the first time.</param>
/// <param name="FirstStepSeconds">Seconds from the start of a process to the end of its first training step.</param>
internal sealed record ComparedDeviceFigures(string Name, string Title, string Driver, int Threads, Roofline Roofline, double OpenSeconds, double FirstLaunchSeconds, double FirstStepSeconds);
