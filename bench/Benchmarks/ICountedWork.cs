namespace NeuralGpu.Bench;

/// <summary>A benchmark that says how much work a call is, for the columns of rates.</summary>
public interface ICountedWork
{
    /// <summary>The name of the device that does it.</summary>
    string Target { get; }

    /// <summary>The work of one call with the parameters as they are set.</summary>
    WorkAmount Amount { get; }
}
