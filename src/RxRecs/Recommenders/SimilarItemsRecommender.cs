namespace RxRecs.Recommenders;

/// <summary>
/// Recommends similar items over <see cref="Interaction"/>, of every kind; those without a user are not learned: the
/// short name.
/// </summary>
/// <param name="options">The options for what is kept and compared; null for the defaults.</param>
public sealed class SimilarItemsRecommender(SimilarItemsOptions? options = null)
    : SimilarItemsRecommender<Interaction, Id, Id>(static value => value.User, static value => value.Item, options)
{
    /// <inheritdoc/>
    public override void Learn(Interaction value)
    {
        if (!value.User.IsNone)
        {
            base.Learn(value);
        }
    }
}
