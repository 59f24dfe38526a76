using System.Globalization;
using System.Reactive.Linq;
using System.Text;

namespace RxRecs.Kafka.Source;

/// <summary>A time that cannot be is set aside before it moves a watermark or a merge, in every way to read.</summary>
public sealed class FutureSkewTests : BrokerTests
{
    private const int Good = 10;
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Test]
    public void Read_OneOf2099AmongOthers_IsADeadLetterAndNoOtherIsLate([Values] ReadingMode mode)
    {
        var topic = Fill(Now.AddYears(70));

        var (seen, late, dead) = Read(mode, topic, new RecordLimitOptions());

        Assert.That(seen, Is.EqualTo(Good));
        Assert.That(late, Is.Zero);
        Assert.That(
            dead.Single().Reason, Does.Contain("1.00:00:00 ahead of the clock (RecordLimitOptions.MaxFutureSkew)"));
    }

    [Test]
    public void Read_WithinADay_IsTaken([Values] ReadingMode mode)
    {
        var (_, _, dead) = Read(mode, Fill(Now.AddHours(23)), new RecordLimitOptions());

        Assert.That(dead, Is.Empty);
    }

    [Test]
    public void Read_NoSkewAskedFor_TheMergeIsMovedByIt()
    {
        var limits = new RecordLimitOptions { MaxFutureSkew = null };

        var (seen, late, dead) = Read(ReadingMode.FromTopicsByEventTime, Fill(Now.AddYears(70)), limits);

        Assert.That((seen, late, dead.Count), Is.EqualTo((1, Good, 0)));
    }

    private string Fill(DateTimeOffset first)
    {
        var topic = NewTopic(1);
        var times = Enumerable.Range(0, Good).Select(n => Now.AddMinutes(n - Good)).Prepend(first);
        TestTopic.Write(Settings, topic, times.Select(each => (0, (string?)each.ToString("O"))));
        return topic;
    }

    private (int Seen, int Late, List<DeadLetter> Dead) Read(ReadingMode mode, string topic, RecordLimitOptions limits)
    {
        var (seen, late, dead) = (0, 0, new List<DeadLetter>());
        var parser = RecordParser.From(
            record => DateTimeOffset.Parse(
                Encoding.UTF8.GetString(record.Message.Value), CultureInfo.InvariantCulture),
            static time => time);
        var options = new KafkaPipelineOptions
        {
            Topics = [topic],
            Start = KafkaStart.Beginning,
            End = KafkaEnd.EndOfTopic,
            Limits = limits,
        };
        switch (mode)
        {
            case ReadingMode.FromTopics:
                KafkaSource.FromTopics(Settings, options, parser)
                    .WithDeadLetters().Timeout(Patience)
                    .Do(each => dead.AddRange(each.DeadLetter is { } letter ? [letter] : []))
                    .Results()
                    .Do(_ => seen++)
                    .LastAsync().Wait();
                break;
            case ReadingMode.HandleAsync:
                var counts = KafkaSource.HandleAsync(
                    Settings,
                    options,
                    parser,
                    static (_, _) => Task.CompletedTask,
                    new() { DeadLetters = dead.Add }).WaitAsync(Patience).GetAwaiter().GetResult();
                seen = (int)counts.Values;
                break;
            case ReadingMode.HandleResultsAsync:
                KafkaSource.HandleResultsAsync(
                    Settings,
                    options,
                    parser,
                    static records => records,
                    (_, _) =>
                    {
                        seen++;
                        return Task.CompletedTask;
                    },
                    new() { DeadLetters = dead.Add, MaxConcurrency = 1 }).WaitAsync(Patience).GetAwaiter().GetResult();
                break;
            case ReadingMode.FromTopicsByEventTime:
                var merge = new KafkaMergeOptions { AllowedLateness = TimeSpan.FromMinutes(1) };
                KafkaSource.FromTopicsByEventTime(Settings, options, merge, parser)
                    .WithSideOutputs().Timeout(Patience)
                    .Do(each => late += each is { IsValue: true, Value.Late: not null } ? 1 : 0)
                    .Do(each => dead.AddRange(each.DeadLetter is { } letter ? [letter] : []))
                    .Results().Results()
                    .Do(_ => seen++)
                    .LastAsync().Wait();
                break;
            default:
                var perMinute = new TrendBucketsOptions { AllowedLateness = TimeSpan.Zero };
                KafkaSource.RunPartitions(
                        Settings,
                        options,
                        parser,
                        records => records
                            .TrendBuckets(TimeSpan.FromMinutes(1), _ => 1, each => each.EventTime, perMinute))
                    .WithDeadLetters().Timeout(Patience)
                    .Do(each => dead.AddRange(each.DeadLetter is { } letter ? [letter] : []))
                    .Results()
                    .Do(each => (seen, late) = (seen + (int)each.Value.Total, late + (int)each.Value.LateCount))
                    .LastAsync().Wait();
                break;
        }

        return (seen, late, dead);
    }
}
