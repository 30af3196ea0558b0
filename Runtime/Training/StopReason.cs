namespace NeuralGpu;

/// <summary>Why a fit ended.</summary>
public enum StopReason
{
    /// <summary>All epochs were done.</summary>
    Completed,

    /// <summary>An update moved the parameters by less than the tolerance.</summary>
    Converged,

    /// <summary>The watched metric had not improved for the patience that was given; the network is the best one seen.</summary>
    EarlyStopped,

    /// <summary>The cancellation token was set; the network is the one after the last finished update.</summary>
    Cancelled,

    /// <summary>The loss became infinite or not a number; the network is the last one whose loss was finite, or with early stopping the best one seen.</summary>
    Diverged,
}
