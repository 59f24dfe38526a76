using System.Reactive.Linq;
using RxRecs.Machines;
using RxRecs.Storage;

namespace RxRecs.Kafka.Source;

public sealed class PipelineTargetTests
{
    private const int Bad = 13;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    // The second is late once event time has gone on by two hours.
    private static readonly (int Value, DateTimeOffset Time)[] Topic =
        [At(1, 10), At(Bad, 20), At(2, 20), At(3, 190), At(4, 400)];

    [Test]
    public void PipelineTarget_KilledBetweenQuietAndItsSave_AFailedRecordAfterwardsChangesNothing()
    {
        var expected = new SortedDictionary<long, string>();
        using (var whole = new PipelineRun(new InMemorySnapshotStore(), expected, Pipeline))
        {
            whole.Take(Topic, 1);
            whole.Quiet(2 * Hour);
            whole.Take(Topic, Topic.Length);
        }

        var results = new SortedDictionary<long, string>();
        var store = new InMemorySnapshotStore();
        using (var killed = new PipelineRun(new DyingStore(store, saves: 1), results, Pipeline))
        {
            killed.Take(Topic, 1);
            Assert.That(() => killed.Quiet(2 * Hour), Throws.InstanceOf<IOException>());
        }

        using (var next = new PipelineRun(store, results, Pipeline))
        {
            next.Take(Topic, Topic.Length);
        }

        Assert.That(expected.Values, Has.Some.Contains("window").And.Some.Contains("last 2"));
        Assert.That(results, Is.EqualTo(expected));
    }

    [Test]
    public void PipelineTarget_FirstRecordFails_WhatThePipelineBeganWithGoesOut()
    {
        var results = new SortedDictionary<long, string>();
        using var run = new PipelineRun(
            new InMemorySnapshotStore(), results, records => Pipeline(records).StartWith("begun"));
        run.Take([At(Bad, 10), At(1, 20)], 2);

        Assert.That(results.Values, Is.EqualTo(new[] { "begun", "last 1" }));
    }

    [Test]
    public void Complete_ObserverHasLeftInAQuietTime_TheResultsAfterThatComeInTheNextRun()
    {
        var results = new SortedDictionary<long, string>();
        var store = new InMemorySnapshotStore();
        using (var cut = new PipelineRun(store, results, Twice) { LastWanted = "window 00:00 1" })
        {
            cut.Take(Topic, 1);
            cut.Quiet(2 * Hour);
            cut.CompleteAt(1);
        }

        using (var next = new PipelineRun(store, results, Twice))
        {
            next.CompleteAt(1);
        }

        Assert.That(
            results.Values, Is.EqualTo(new[] { "last 1", "last 1 again", "window 00:00 1", "window 00:00 1 again" }));

        static IObservable<string> Twice(IObservable<KafkaRecord<int>> records) =>
            Pipeline(records).SelectMany(result => new[] { result, result + " again" });
    }

    [Test]
    public void Save_CompletionDidNotComeAbout_IsNotBeyondWhatIsSaved()
    {
        var results = new SortedDictionary<long, string>();
        using var run = new PipelineRun(new InMemorySnapshotStore(), results, Pipeline);
        run.Take(Topic, 1);
        Assert.That(run.Save(), Is.EqualTo(1));
        run.Take(Topic, 4);

        Assert.That(run.SaveAfterFailedCompletion(4), Is.EqualTo(1));
        Assert.That(run.CompleteAt(4), Is.EqualTo(4));
    }

    [Test]
    public void Codecs_OfTheOptions_SaveAndRestoreWhatThePipelineHolds()
    {
        var codecs = SnapshotCodecs.Default.With(
            (writer, value) => writer.WriteInt32(value.Number), reader => new Piece(reader.ReadInt32()));
        var results = new SortedDictionary<long, string>();
        var store = new InMemorySnapshotStore();
        using (var first = new PipelineRun(store, results, Pieces, codecs))
        {
            first.Take([At(1, 10)], 1);
            first.Quiet(Hour);
        }

        using (var second = new PipelineRun(store, results, Pieces, codecs))
        {
            second.Take([At(1, 10), At(2, 20)], 2);
        }

        Assert.That(results.Values, Is.EqualTo(new[] { "1", "2 1" }));
        using var without = new PipelineRun(new InMemorySnapshotStore(), results, Pieces);
        without.Take([At(1, 10)], 1);
        Assert.That(() => without.Quiet(Hour), Throws.Exception.With.Message.Contains(nameof(Piece)));
    }

    private static (int Value, DateTimeOffset Time) At(int value, int minute) =>
        (value, DateTimeOffset.UnixEpoch.AddMinutes(minute));

    private static IObservable<string> Pipeline(IObservable<KafkaRecord<int>> records) => records
        .Do(each => _ = each.Value == Bad ? throw new FormatException() : 0)
        .Publish(good => Observable.Merge(
            good.Select(each => each.Value).LastPerKey(1, _ => 0, n => n).Select(last => $"last {last.Items[0]}"),
            good.TumblingWindow(
                    Hour,
                    WindowAggregate.Count<KafkaRecord<int>>(),
                    each => each.EventTime,
                    new WindowOptions { AllowedLateness = TimeSpan.Zero })
                .Select(window => $"window {window.Start:HH:mm} {window.Value}")));

    private static IObservable<string> Pieces(IObservable<KafkaRecord<int>> records) => records
        .LastPerKey(2, _ => 0, each => new Piece(each.Value))
        .Select(last => string.Join(' ', last.Items.Select(each => each.Number)));

    private readonly record struct Piece(int Number);

    /// <summary>Takes so many saves and no more.</summary>
    private sealed class DyingStore(InMemorySnapshotStore store, int saves) : ISnapshotStore
    {
        private int _left = saves;

        public void Save(string name, long position, ReadOnlySpan<byte> snapshot)
        {
            if (_left-- <= 0)
            {
                throw new IOException("The process is gone.");
            }

            store.Save(name, position, snapshot);
        }

        public StoredSnapshots Load(string name) => store.Load(name);

        public void Delete(string name) => store.Delete(name);

        public IReadOnlyList<string> Names() => store.Names();
    }
}
