namespace RxRecs.Testing;

/// <summary>Represents an operator over <see cref="Interaction"/> under the contract: the events are given.</summary>
/// <typeparam name="TResult">The results' type.</typeparam>
public abstract class InteractionCase<TResult> : OperatorCase<Interaction, TResult>
{
    /// <inheritdoc/>
    public override IReadOnlyList<Interaction> Events(Random random, int count) =>
        SampleInteractions.Disordered(random, count);
}
