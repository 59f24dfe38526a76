using System.Reactive.Concurrency;
using System.Reactive.Linq;
using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>Reads saved lines of a topic, and then the topic from behind them.</summary>
internal sealed class SavedThenTopic<T>(
    KafkaSettings settings,
    KafkaSourceOptions options,
    IEnumerable<string> lines,
    IRecordParser<T> parser,
    CancellationToken cancellation) : IRecordObservable<KafkaRecord<T>>
{
    private readonly string _topic = options.Topics.First();

    public IDisposable Subscribe(IObserver<KafkaRecord<T>> observer) =>
        WithDeadLetters().Where(static each => each.IsValue).Select(static each => each.Value).Subscribe(observer);

    public IObservable<ReadResult<KafkaRecord<T>>> WithDeadLetters() => Observable.Defer(() =>
    {
        var positions = new SavedPositions();
        var counts = new Counts();
        return Saved(positions, counts).ToObservable(options.Scheduler ?? Scheduler.CurrentThread)
            .Concat(Observable.Defer(() => Live(positions, counts)));
    });

    private IObservable<ReadResult<KafkaRecord<T>>> Live(SavedPositions positions, Counts counts) =>
        KafkaSource.FromTopics(
                settings, options with { Start = KafkaStart.From(positions.Next(_topic)) }, parser, cancellation)
            .WithDeadLetters()
            .Select(each => each.Counts is { } live ? counts.And(live) : each);

    private IEnumerable<ReadResult<KafkaRecord<T>>> Saved(SavedPositions positions, Counts counts)
    {
        var wasRead = GroupCommits.Exist(settings, options, cancellation);
        var reader = new RecordReader<T>(parser, options.Limits, options.TimeProvider);
        var parsed = new List<(T Value, DateTimeOffset EventTime)>();
        var number = 0L;
        foreach (var line in lines)
        {
            if (cancellation.IsCancellationRequested)
            {
                yield break;
            }

            number++;
            var problem = SavedLine.Read(line, _topic, out var record);
            if (problem is not null)
            {
                if (!wasRead)
                {
                    counts.Dead++;
                    yield return new DeadLetter(number, problem, line) { Source = $"saved lines of {_topic}" };
                }
            }
            else if (positions.Add(record.Partition.Value, record.Offset.Value) && !wasRead)
            {
                record.Message.Headers = options.ReadHeaders ? record.Message.Headers : null;
                foreach (var each in Read(reader, record, parsed, counts))
                {
                    yield return each;
                }
            }
        }
    }

    private static IEnumerable<ReadResult<KafkaRecord<T>>> Read(
        RecordReader<T> reader,
        ConsumeResult<byte[], byte[]> record,
        List<(T Value, DateTimeOffset EventTime)> parsed,
        Counts counts)
    {
        string? problem;
        if (reader.MakesSeveral)
        {
            problem = reader.ReadAll(record, parsed);
        }
        else
        {
            problem = reader.Read(record, out var value, out var eventTime);
            parsed.Clear();
            parsed.Add((value, eventTime));
        }

        if (problem is not null)
        {
            counts.Dead++;
            yield return DeadLetter.FromUtf8(
                record.Offset.Value, problem, record.Message.Value, $"{record.Topic}[{record.Partition.Value}]");
            yield break;
        }

        foreach (var (value, eventTime) in parsed)
        {
            counts.Values++;
            yield return new KafkaRecord<T>(value, eventTime.UtcTicks, record);
        }
    }
}
