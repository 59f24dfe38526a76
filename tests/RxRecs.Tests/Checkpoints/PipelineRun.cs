using RxRecs.Tests.Time;

namespace RxRecs.Tests.Checkpoints;

/// <summary>A pipeline of the tests with all that it says, in order: results, late events and its end.</summary>
internal sealed class PipelineRun : IObserver<string>, IDisposable
{
    private readonly List<string> _said;

    public PipelineRun(
        Func<IObservable<TimedEvent>, Action<string>, IObservable<string>> build,
        List<string>? said = null,
        ReadOnlyMemory<byte>? snapshot = null)
    {
        _said = said ?? [];
        Pipeline = new(source => build(source, late => _said.Add("late " + late)), this, snapshot, TestCodecs.All);
    }

    public CheckpointedPipeline<TimedEvent, string> Pipeline { get; }

    public IReadOnlyList<string> Said => _said;

    /// <summary>Feeds events; before some of them time moves on, decided by the event alone.</summary>
    public void Feed(IEnumerable<TimedEvent> events)
    {
        foreach (var one in events)
        {
            if (one.Seconds % 5 == 0)
            {
                Pipeline.AdvanceWatermarks(TimeSpan.FromSeconds(one.Id % 40));
            }

            Pipeline.OnNext(one);
        }
    }

    public void OnNext(string value) => _said.Add(value);

    public void OnError(Exception error) => _said.Add($"error {error.Message}");

    public void OnCompleted() => _said.Add("completed");

    public void Dispose() => Pipeline.Dispose();
}
