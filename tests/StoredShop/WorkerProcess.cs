using System.Diagnostics;
using System.Globalization;

namespace RxRecs.StoredShop;

/// <summary>A worker that stores results, in a process of its own.</summary>
internal sealed class WorkerProcess(string program, string place, params int[] settings)
    : ChildWorker(
        Process.Start, program, [place, .. settings.Select(each => each.ToString(CultureInfo.InvariantCulture))])
{
    private readonly TaskCompletionSource _hasSaved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends once the store holds more results than when the worker started.</summary>
    public Task HasSaved => _hasSaved.Task;

    /// <summary>The number of events that it has said to have appended.</summary>
    public long Appended => Number("appended", 1);

    /// <summary>The number of results in the store when it started.</summary>
    public long ResultsAtStart => Number("started", 2);

    /// <summary>The number of results that it has last found in the store.</summary>
    public long Results => Number("results", 1);

    /// <summary>The number of its run's results that were in the store already.</summary>
    public long Repeats => Number("done", 2);

    protected override void OnLine(string line)
    {
        if (line.StartsWith("results", StringComparison.Ordinal) && Results > ResultsAtStart)
        {
            _hasSaved.TrySetResult();
        }
    }

    private long Number(string word, int place) =>
        LastLine(word) is { } line ? long.Parse(line.Split(' ')[place], CultureInfo.InvariantCulture) : 0;
}
