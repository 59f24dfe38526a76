using RxRecs.Machines;

namespace RxRecs.Kafka;

public static partial class KafkaSource
{
    /// <summary>
    /// Leaves out results that a restart of their pipeline has written a second time: those whose number in the headers
    /// <c>rxrecs-source</c> and <c>rxrecs-seq</c> (<see cref="KafkaSinkOptions{T}.SequenceSelector"/>) is not above the
    /// last of the same source in the same partition.
    /// </summary>
    /// <param name="source">The records of a topic of results, with their headers.</param>
    /// <typeparam name="T">The type of the values that records were parsed into.</typeparam>
    /// <returns>The records that are new.</returns>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>Passes if it is new, or not numbered.</description></item>
    /// <item><term>Late event</term><description>None: time is not looked at.</description></item>
    /// <item><term>Error / completion</term><description>Pass.</description></item>
    /// <item><term>State</term><description>One number per partition read and source partition named in it, 100,000
    /// at the most; records of further sources pass unseen.</description></item>
    /// <item><term>Order</term><description>Kept. Records of one partition must come in its order.</description></item>
    /// </list>
    /// <para>In a <see cref="CheckpointedPipeline{TEvent, TResult}"/> it is saved with the position in the
    /// topic.</para>
    /// </remarks>
    public static IObservable<KafkaRecord<T>> WithoutRepeats<T>(this IObservable<KafkaRecord<T>> source) =>
        source.RunMachine(static () => new WithoutRepeatsMachine<T>());
}
