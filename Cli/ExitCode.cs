namespace NeuralGpu.Cli;

/// <summary>What the process tells its caller, and which failure means which.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int BadInput = 2;

    /// <summary>128 + SIGINT, as shells report a command that Ctrl-C ended.</summary>
    public const int Cancelled = 130;

    public static int Of(Exception exception) => exception switch
    {
        OperationCanceledException => Cancelled,
        BadInputException or DataFormatException or DeviceUnavailableException or SingularSystemException => BadInput,
        FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException => BadInput,
        _ => Failed,
    };

    public static int Of(StopReason reason) => reason switch
    {
        StopReason.Cancelled => Cancelled,
        StopReason.Diverged => Failed,
        _ => Done,
    };
}
