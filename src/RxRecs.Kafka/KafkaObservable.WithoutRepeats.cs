namespace RxRecs.Kafka;

/// <summary>Operators over the records of topics.</summary>
public static partial class KafkaObservable
{
    /// <summary>
    /// Leaves out the results that a writer has repeated after a restart: those whose number
    /// (<see cref="SequenceHeaders"/>) is not above the last of the same source in the same partition.
    /// </summary>
    /// <param name="source">The records of a topic of results, with their headers.</param>
    /// <typeparam name="T">What the records' bytes became.</typeparam>
    /// <returns>The records that are new.</returns>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>Passes if it is new, or not numbered.</description></item>
    /// <item><term>Late event</term><description>None: time is not looked at.</description></item>
    /// <item><term>Error / completion</term><description>Pass.</description></item>
    /// <item><term>State</term><description>One number per partition read and source partition named in it, at most
    /// <see cref="WithoutRepeatsMachine{T}.MaxSources"/>; records of further sources pass unseen.</description></item>
    /// <item><term>Order</term><description>Kept. Records of one partition must come in its order.</description></item>
    /// </list>
    /// <para>For a machine that is saved with the position in the topic, use
    /// <see cref="WithoutRepeatsMachine{T}"/>.</para>
    /// </remarks>
    public static IObservable<KafkaRecord<T>> WithoutRepeats<T>(this IObservable<KafkaRecord<T>> source) =>
        source.RunMachine(static () => new WithoutRepeatsMachine<T>());
}
