using System.Collections.Concurrent;
using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using Confluent.Kafka;
using RxRecs.Kafka.Embedded;

namespace RxRecs.Kafka.Tests.Faults;

/// <summary>The broker says nothing, or the reader leaves: what ends, what does not, and in what time.</summary>
public sealed class SilentBrokerTests : BrokerTests
{
    [Test]
    public void AfterQuiet_BrokerGone_IsNotQuietAndGoesOnWhenItIsBack()
    {
        Fill(2, 100);
        var seen = new ConcurrentQueue<int>();
        using var asked = new ManualResetEventSlim();
        var run = Run(() => KafkaSource.FromTopics(
            Quick,
            Options with
            {
                End = KafkaEnd.AfterQuiet(TimeSpan.FromSeconds(3)),
                Progress = new AtEnd(() => Broker.Faults.SetDown()),
                Notices = WhenBrokerIsQuiet(asked),
                Scheduler = ImmediateScheduler.Instance,
            },
            TestTopic.Numbers).Do(each => seen.Enqueue(each.Value)));

        Assert.That(asked.Wait(Patience), Is.True);
        Assert.That(run.IsCompleted, Is.False);
        Broker.Faults.SetUp();
        TestTopic.WriteNumbers(Settings, "events", 2, 20, first: 100);

        Assert.That(run.Wait(Patience), Is.True);
        Assert.That(run.Result, Is.Null);
        Assert.That(seen, Is.EquivalentTo(Enumerable.Range(0, 120)));
    }

    // With the classic protocol, where a member is told that it gets nothing.
    [Test]
    public void AfterQuiet_BrokerGoneAndNoPartitionInHand_IsNotQuietAndEndsWhenItIsBack()
    {
        const string Group = "group-of-two";
        Fill(1, 10);
        var options = Options with { Group = Group, GroupProtocol = KafkaGroupProtocol.Classic };
        using var asked = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        using var assigned = new Assignments(Group);
        var owner = RunNumbers(options, cancel.Token);
        Assert.That(assigned.Wait(1, Patience), Is.True);
        var run = RunNumbers(options with
        {
            End = KafkaEnd.AfterQuiet(TimeSpan.FromSeconds(3)),
            Notices = WhenBrokerIsQuiet(asked),
        });
        Assert.That(assigned.Wait(2, Patience), Is.True);

        Broker.Faults.SetDown();
        Assert.That(asked.Wait(Patience), Is.True);
        Assert.That(run.IsCompleted, Is.False);
        Broker.Faults.SetUp();

        Assert.That(run.Wait(Patience), Is.True);
        Assert.That(run.Result, Is.Null);
        cancel.Cancel();
        Assert.That(owner.Wait(Patience), Is.True);
    }

    // The group's coordinator answers all the time, but gives nothing back to a member that it has lost.
    [TestCase(KafkaGroupProtocol.Classic, (int)KafkaRequest.Heartbeat, (int)KafkaRequest.JoinGroup)]
    [TestCase(
        KafkaGroupProtocol.Consumer,
        (int)KafkaRequest.ConsumerGroupHeartbeat,
        (int)KafkaRequest.ConsumerGroupHeartbeat)]
    public void AfterQuiet_AllPartitionsAreLost_IsNotQuietAndGoesOnWhenTheyComeBack(
        KafkaGroupProtocol protocol, int heartbeat, int join)
    {
        Fill(2, 100);

        // The embedded broker goes on counting a member that it has said not to know.
        Broker.Faults.SetGroupSession(TimeSpan.FromSeconds(1));
        var seen = new ConcurrentQueue<int>();
        using var lost = new ManualResetEventSlim();
        var run = Run(() => KafkaSource.FromTopics(
            Quick,
            Options with
            {
                GroupProtocol = protocol,

                // One of the new protocol that is given nothing for that long is taken for one too many.
                SessionTimeout = TimeSpan.FromSeconds(protocol == KafkaGroupProtocol.Consumer ? 45 : 1.5),
                End = KafkaEnd.AfterQuiet(TimeSpan.FromSeconds(3)),
                Progress = new AtEnd(() =>
                {
                    Broker.Faults.FailNext((KafkaRequest)heartbeat, ErrorCode.UnknownMemberId);
                    Broker.Faults.FailNext(
                        (KafkaRequest)join, [.. Enumerable.Repeat(ErrorCode.GroupCoordinatorNotAvailable, 10_000)]);
                }),
                Notices = Observer.Create<KafkaNotice>(each =>
                {
                    if (each.Text.StartsWith("The group ", StringComparison.Ordinal))
                    {
                        lost.Set();
                    }
                }),
                Scheduler = ImmediateScheduler.Instance,
            },
            TestTopic.Numbers).Do(each => seen.Enqueue(each.Value)));
        Assert.That(lost.Wait(Patience), Is.True);
        Broker.Faults.StartTracking();

        // A member without partitions asks its coordinator once in two seconds here.
        Assert.That(
            Eventually.Is(
                () => run.IsCompleted
                    || Broker.Faults.Requests().Count(static each => each.Kind == KafkaRequest.OffsetFetch) > 3,
                Patience),
            Is.True);
        Assert.That(run.IsCompleted, Is.False);
        Broker.Faults.StopFailing((KafkaRequest)join);
        TestTopic.WriteNumbers(Settings, "events", 2, 20, first: 100);

        Assert.That(run.Wait(Patience), Is.True);
        Assert.That(run.Result, Is.Null);
        Assert.That(seen.Distinct(), Is.EquivalentTo(Enumerable.Range(0, 120)));
    }

    [TestCase(KafkaGroupProtocol.Classic)]
    [TestCase(KafkaGroupProtocol.Consumer)]
    public void AfterQuiet_NoPartitionInHand_EndsWhileTheOwnerGoesOn(KafkaGroupProtocol protocol)
    {
        var group = $"owner-and-one-more-{protocol}";
        Fill(1, 10);
        using var cancel = new CancellationTokenSource();
        using var assigned = new Assignments(group);
        var options = Options with { Group = group, GroupProtocol = protocol };
        var owner = RunNumbers(options, cancel.Token);
        Assert.That(assigned.Wait(1, Patience), Is.True);

        var run = RunNumbers(options with { End = KafkaEnd.AfterQuiet(TimeSpan.FromSeconds(1)) });

        Assert.That(run.Wait(Patience), Is.True);
        Assert.That(run.Result, Is.Null);
        Assert.That(owner.IsCompleted, Is.False);
        cancel.Cancel();
        Assert.That(owner.Wait(Patience), Is.True);
    }

    [TestCase(KafkaGroupProtocol.Classic)]
    [TestCase(KafkaGroupProtocol.Consumer)]
    public void Cancel_BrokerGone_EndsWithinHalfAMinuteAndTellsWhatIsNotCommitted(KafkaGroupProtocol protocol)
    {
        Fill(2, 100);
        using var cancel = new CancellationTokenSource();
        var notices = new ConcurrentQueue<KafkaNotice>();
        var count = 0;
        var run = Run(() => KafkaSource.FromTopics(
            Quick,
            Options with
            {
                GroupProtocol = protocol,
                Notices = Observer.Create<KafkaNotice>(notices.Enqueue),
                Scheduler = ImmediateScheduler.Instance,
            },
            TestTopic.Numbers,
            cancellationToken: cancel.Token).Do(_ =>
            {
                if (++count == 100)
                {
                    Broker.Faults.SetDown();
                    cancel.Cancel();
                }
            }));

        Assert.That(run.Wait(Patience), Is.True, "closing hangs");
        Assert.That(run.Result, Is.Null);
        Assert.That(notices, Has.Some.Matches<KafkaNotice>(static each =>
            each.Kind == KafkaNoticeKind.Commit && each.Text.Contains("is not committed now", StringComparison.Ordinal)));
    }

    [Test]
    public void Cancel_FlushBeforeTheCommitHangs_EndsWithinHalfAMinuteAndCommitsNothing()
    {
        Fill(1, 100);
        using var cancel = new CancellationTokenSource();
        var count = 0;
        var run = Run(() => KafkaSource.FromTopics(
            Settings,
            Options with
            {
                BeforeCommit = token =>
                {
                    token.WaitHandle.WaitOne();
                    token.ThrowIfCancellationRequested();
                },
                CommitInterval = TimeSpan.FromMinutes(5),
                Scheduler = ImmediateScheduler.Instance,
            },
            TestTopic.Numbers,
            cancellationToken: cancel.Token).Do(_ =>
            {
                if (++count == 100)
                {
                    cancel.Cancel();
                }
            }));

        Assert.That(run.Wait(Patience), Is.True, "closing hangs");
        var again = KafkaSource.FromTopics(
            Settings,
            Options with { End = KafkaEnd.EndOfTopic },
            TestTopic.Numbers).Timeout(Patience).ToList().Wait();
        Assert.That(again, Has.Count.EqualTo(100));
    }

    [Test]
    public void Dispose_FromAnotherThreadAtAnyMoment_SavesNothingThatMayNotHaveArrived()
    {
        Fill(2, 20_000);
        var store = new InMemorySnapshotStore();
        var results = new ConcurrentDictionary<(int Partition, long Sequence), (int Key, long Count)>();
        for (var run = 1; run <= 8; run++)
        {
            var count = 0;
            using var reached = new ManualResetEventSlim();
            using var ended = new ManualResetEventSlim();
            var limit = run * 1500;
            using (KafkaSource.RunPartitions(
                Settings,
                new KafkaPipelineOptions
                {
                    Topics = ["events"],
                    Start = KafkaStart.Beginning,
                    Group = "group",
                    GroupProtocol = KafkaGroupProtocol.Consumer,
                    End = KafkaEnd.EndOfTopic,
                    Store = store,
                    Scheduler = NewThreadScheduler.Default,
                },
                TestTopic.Numbers,
                records => records.Select(each => each.Value).RunMachine(() => new CountMachine(10)))
                .Finally(ended.Set).Subscribe(
                    each =>
                    {
                        results.TryAdd((each.Partition, each.Sequence), each.Value);
                        if (++count == limit)
                        {
                            reached.Set();
                        }
                    },
                    () => reached.Set()))
            {
                Assert.That(reached.Wait(Patience), Is.True);
            }

            Assert.That(ended.Wait(Patience), Is.True);
        }

        // The last run may still be in the middle of a result: what is there now must have no hole.
        var numbers = results.Keys;
        var last = numbers.GroupBy(each => each.Partition).Sum(each => each.Max(one => one.Sequence));
        Assert.That(numbers, Has.Count.EqualTo(last), "numbers are missing");
    }

    [Test]
    public void EndOfTopic_MoreMembersThanPartitions_AllComplete()
    {
        Fill(2, 2000);
        var seen = new ConcurrentQueue<int>();
        var runs = Enumerable.Range(0, 4).Select(_ => Run(() => KafkaSource.FromTopics(
            Settings,
            Options with { End = KafkaEnd.EndOfTopic, Scheduler = ImmediateScheduler.Instance },
            TestTopic.Numbers).Do(each => seen.Enqueue(each.Value)))).ToArray();

        Assert.That(Task.WaitAll(runs, Patience), Is.True);
        Assert.That(runs.Select(each => each.Result), Has.All.Null);
        Assert.That(seen.Distinct(), Is.EquivalentTo(Enumerable.Range(0, 2000)));
    }

    [Test]
    public void ContinueAfterFailure_FailedRecordIsTheLastOfThePartition_TheRecordsSinceTheCheckpointStillCount()
    {
        Fill(1, 100);
        var results = KafkaSource.RunPartitions(
            Settings,
            new KafkaPipelineOptions
            {
                Topics = ["events"],
                Start = KafkaStart.Beginning,
                End = KafkaEnd.EndOfTopic,
                ContinueAfterFailure = true,
            },
            TestTopic.Numbers,
            records =>
                records.Select(each => each.Value == 99 ? throw new InvalidDataException("the last") : each.Value)
                .RunMachine(() => new CountAtEndMachine())).Timeout(Patience).ToList().Wait();

        // The count at the end tells whether the pipeline had all of the others.
        Assert.That(results.Select(each => each.Value), Is.EqualTo(new[] { 99L }));
    }

    [Test]
    public void ByEventTime_AfterQuiet_WhatIsHeldGoesOutAtTheEnd()
    {
        Fill(3, 300);
        var records = KafkaSource.FromTopicsByEventTime(
            Settings,
            Options with { End = KafkaEnd.AfterQuiet(TimeSpan.FromMilliseconds(500)), Group = null },
            new KafkaMergeOptions { AllowedLateness = TimeSpan.FromHours(1) },
            TestTopic.Numbers).Timeout(Patience).ToList().Wait();

        Assert.That(records.Select(each => each.Value), Is.EquivalentTo(Enumerable.Range(0, 300)));
        Assert.That(records.Select(each => each.Partition), Is.Ordered);
    }

    private static KafkaSourceOptions Options => new()
    {
        Topics = ["events"],
        Start = KafkaStart.Beginning,
        Group = "group",
        GroupProtocol = KafkaGroupProtocol.Consumer,
        SessionTimeout = TimeSpan.FromSeconds(1.5),
        CommitInterval = TimeSpan.FromMilliseconds(50),
    };

    private void Fill(int partitions, int numbers)
    {
        NewTopic(partitions, numbers);
        Broker.Faults.SetGroupHeartbeat(TimeSpan.FromMilliseconds(100));
    }

    private KafkaSettings Quick => Settings with
    {
        ConnectTimeout = TimeSpan.FromSeconds(2),
        Client = new Dictionary<string, string> { ["reconnect.backoff.max.ms"] = "200" },
    };

    private static IObserver<KafkaNotice> WhenBrokerIsQuiet(ManualResetEventSlim asked) =>
        Observer.Create<KafkaNotice>(notice =>
    {
        if (notice.Text.StartsWith("A partition is quiet, and so is its broker", StringComparison.Ordinal))
        {
            asked.Set();
        }
    });

    private Task<Exception?> RunNumbers(KafkaSourceOptions options, CancellationToken cancellation = default) =>
        Run(() => KafkaSource.FromTopics(
            Quick,
            options with { Scheduler = ImmediateScheduler.Instance },
            TestTopic.Numbers,
            cancellationToken: cancellation));

    private static Task<Exception?> Run<T>(Func<IObservable<T>> source) => Task.Factory.StartNew(
        () =>
        {
            Exception? end = null;
            source().Subscribe(Observer.Create<T>(_ => { }, error => end = error));
            return end;
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    /// <summary>Acts once, when all partitions are at their end.</summary>
    private sealed class AtEnd(Action action) : IProgress<KafkaProgress>
    {
        private bool _isDone;

        public void Report(KafkaProgress value)
        {
            if (value.IsAtEnd && !_isDone)
            {
                _isDone = true;
                action();
            }
        }
    }
}
