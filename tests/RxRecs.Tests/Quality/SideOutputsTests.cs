using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace RxRecs.Tests.Quality;

/// <summary>One sequence taken apart after one <c>Publish</c>.</summary>
public sealed class SideOutputsTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly EventTimeOptions Sorted = new() { AllowedLateness = TimeSpan.Zero };

    [Test]
    public void LateEvents_Published_CompleteWithTheSourceAndComeOnceForAll()
    {
        using var source = new Subject<int>();
        var log = new List<string>();
        var all = source.Reorder(minute => Start.AddMinutes(minute), Sorted).WithLateEvents().Publish();
        all.Results().Subscribe(each => log.Add($"{each}"), () => log.Add("results end"));
        all.LateEvents().Subscribe(each => log.Add($"late {each.Event}"), () => log.Add("late events end"));
        all.Counts().Subscribe(each => log.Add($"{each.Taken} and {each.Late}"), () => log.Add("counts end"));
        all.Connect();
        source.OnNext(5);
        source.OnNext(3);
        source.OnNext(6);
        source.OnCompleted();
        Assert.That(log, Is.EqualTo(
            ["5", "late 3", "6", "2 and 1", "results end", "late events end", "counts end"]));
    }

    [Test]
    public void LateEvents_SourceError_PassesToEachPart()
    {
        using var source = new Subject<int>();
        var log = new List<string>();
        var all = source.Reorder(minute => Start.AddMinutes(minute), Sorted).WithLateEvents().Publish();
        all.Results().Subscribe(_ => { }, error => log.Add(error.Message));
        all.LateEvents().Subscribe(_ => { }, error => log.Add(error.Message));
        all.Counts().Subscribe(_ => log.Add("counted"), error => log.Add(error.Message));
        all.Connect();
        source.OnError(new InvalidOperationException("gone"));
        Assert.That(log, Is.EqualTo(["gone", "gone", "gone"]));
    }

    [Test]
    public void ReadResult_Cases_AreToldApart()
    {
        ReadResult<int> value = 0;
        ReadResult<int> dead = new DeadLetter(3, "no number", "x");
        ReadResult<int> counts = new ReadCounts(1, 1);
        var all = new[] { value, dead, counts }.ToObservable();
        Assert.That(all.Results().ToEnumerable(), Is.EqualTo([0]));
        Assert.That(all.DeadLetters().ToEnumerable().Single().Position, Is.EqualTo(3));
        Assert.That(all.Counts().ToEnumerable(), Is.EqualTo([new ReadCounts(1, 1)]));
        Assert.That(counts, Is.EqualTo((ReadResult<int>)new ReadCounts(1, 1)).And.Not.EqualTo(value));
    }

    [TestCaseSource(nameof(CallsWithoutSource))]
    public void SideOutputs_NullSource_IsNamed(Action call) =>
        Assert.That(() => call(), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("source"));

    private static IEnumerable<Action> CallsWithoutSource() =>
    [
        () => SideOutputs.Results((IObservable<ReadResult<int>>)null!),
        () => SideOutputs.DeadLetters((IObservable<ReadResult<int>>)null!),
        () => SideOutputs.Counts((IObservable<ReadResult<int>>)null!),
        () => SideOutputs.Results((IObservable<SanitizeResult<int>>)null!),
        () => SideOutputs.RejectedEvents((IObservable<SanitizeResult<int>>)null!),
        () => SideOutputs.Counts((IObservable<SanitizeResult<int>>)null!),
        () => SideOutputs.Results((IObservable<EventTimeResult<int, int>>)null!),
        () => SideOutputs.LateEvents((IObservable<EventTimeResult<int, int>>)null!),
        () => SideOutputs.Counts((IObservable<EventTimeResult<int, int>>)null!),
    ];
}
