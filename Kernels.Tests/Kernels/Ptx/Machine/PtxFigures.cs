namespace NeuralGpu.Tests;

/// <summary>What launches did.</summary>
internal sealed class PtxFigures
{
    private readonly Dictionary<DataRace, string> races = [];

    /// <summary>Instructions executed, each once a warp.</summary>
    public long Steps { get; set; }

    /// <summary>Transactions of shared memory that accesses without bank conflicts would need.</summary>
    public long SharedTransactions { get; private set; }

    /// <summary>Transactions that bank conflicts add.</summary>
    public long ConflictTransactions { get; private set; }

    /// <summary>Accesses of threads to local memory.</summary>
    public long LocalAccesses { get; set; }

    /// <summary>Instructions that read shared memory which no thread had written.</summary>
    public HashSet<string> UnwrittenReads { get; } = [];

    /// <summary>The different races.</summary>
    public IReadOnlyCollection<DataRace> Races => races.Keys;

    /// <summary>The races in words, each with the first pair of threads that ran into it.</summary>
    public IEnumerable<string> RacesInWords => races.Values;

    /// <summary>Adds what another launch did.</summary>
    public void Add(PtxFigures other)
    {
        Steps += other.Steps;
        SharedTransactions += other.SharedTransactions;
        ConflictTransactions += other.ConflictTransactions;
        LocalAccesses += other.LocalAccesses;
        UnwrittenReads.UnionWith(other.UnwrittenReads);
        foreach ((DataRace race, string words) in other.races)
            races.TryAdd(race, words);
    }

    public void AddSharedAccess((int Needed, int Least) transactions)
    {
        SharedTransactions += transactions.Least;
        ConflictTransactions += transactions.Needed - transactions.Least;
    }

    public void AddRace(DataRace race, in ThreadAccess earlier, in ThreadAccess later)
    {
        if (!races.ContainsKey(race))
            races.Add(race, $"{race.Space} memory: '{race.First}' of thread {earlier.Thread - 1} (block {earlier.Block}, after {earlier.Phase} barriers) and '{race.Second}' of thread {later.Thread - 1} (block {later.Block}, after {later.Phase} barriers)");
    }
}
