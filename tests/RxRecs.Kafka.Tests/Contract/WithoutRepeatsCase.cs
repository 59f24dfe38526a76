using System.Reactive.Concurrency;
using System.Reactive.Linq;
using Confluent.Kafka;
using RxRecs.Testing;

namespace RxRecs.Kafka.Tests.Contract;

public sealed class WithoutRepeatsCase : OperatorCase<KafkaRecord<int>, (int Partition, long Offset)>
{
    public override string Operator => nameof(KafkaSource.WithoutRepeats);

    // One entry per partition read and source: four times three here, some 40 bytes each.
    public override int? StateBound => 1024;

    public override IObservable<(int Partition, long Offset)> Build(
        IObservable<KafkaRecord<int>> source, FaultInjector faults, IScheduler scheduler) =>
        source.WithoutRepeats().Select(static record => (record.Partition, record.Offset));

    public override MachineProbe<KafkaRecord<int>> Machine(FaultInjector faults) =>
        MachineProbe.For(new WithoutRepeatsMachine<int>());

    public override IReadOnlyList<KafkaRecord<int>> SteadyEvents(int count) => Events(new Random(1), count);

    public override IReadOnlyList<KafkaRecord<int>> Events(Random random, int count)
    {
        var next = new long[12];
        return [.. Enumerable.Range(0, count).Select(offset =>
        {
            var (partition, source) = (random.Next(4), random.Next(3));
            ref var number = ref next[(partition * 3) + source];
            number = Math.Max(0, number + random.Next(-2, 4));
            Headers? headers = null;
            if (random.Next(10) > 0)
            {
                headers = [];
                SequenceHeaders.Add(headers, new OutputSequence("input", source, number));
            }

            return new KafkaRecord<int>(
                offset,
                DateTimeOffset.UnixEpoch,
                new TopicPartitionOffset("results", partition, offset),
                headers: headers);
        })];
    }
}
