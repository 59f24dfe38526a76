using RxRecs.Recommenders;

namespace RxRecs.Tests.Recommenders;

/// <summary>The recommenders from item to item, each with a name: what every law is held over.</summary>
internal static class ItemRecommenders
{
    public static IEnumerable<(string Name, Func<IRecommender<Interaction, Id, Id>> Make)> All()
    {
        foreach (var measure in Enum.GetValues<ItemMeasure>())
        {
            yield return ($"item to item, {measure}", () => ItemToItem.Recommender(
                new() { Measure = measure, HalfLife = TimeSpan.FromHours(1) }));
        }

        yield return ("sequential rules", () => ItemToItem.Recommender(ItemToItemOptions.SequentialRules));
        yield return ("association rules", () => ItemToItem.Recommender(ItemToItemOptions.AssociationRules));
        yield return ("bought after viewed", () => ItemToItem.Recommender(
            new()
            {
                From = new HashSet<InteractionKind> { InteractionKind.View },
                To = new HashSet<InteractionKind> { InteractionKind.Purchase },
            }));
        yield return ("bought together", () => ItemToItem.Recommender(ItemToItemOptions.BoughtTogether));
        yield return ("item-based collaborative filtering", () => ItemToItem.OfUsers());
        yield return ("votes of graded pairs", () => ItemToItem.Recommender(ItemToItemOptions.OttoCarts));
        yield return ("graded events of users", () => ItemToItem.OfUsers(ItemToItemOptions.TencentRec));
        yield return ("cross-occurrence of few indicators", () => ItemToItem.OfUsers(
            ItemToItemOptions.CrossOccurrence(InteractionKind.View, InteractionKind.Purchase) with
            {
                MaxIndicators = 2,
            }));
        yield return ("graded events of a window", () => ItemToItem.OfUsers(ItemToItemOptions.TencentRecWindow));
        yield return ("cross-occurrence of reservoirs", () => ItemToItem.OfUsers(
            ItemToItemOptions.CrossOccurrence(InteractionKind.View, InteractionKind.Purchase) with
            {
                MaxIndicators = 2,
                RescoreTouchedRows = true,
                Sample = new() { PerVisit = 2, PerItem = 3 },
            }));
        yield return ("content", () => ContentBased.Recommender());
        yield return ("neighbor table", () => new ItemModelRecommender(Table()));
        yield return ("item vectors", () => new ItemModelRecommender(Vectors()));
        yield return ("similar", () => new SimilarItemsRecommender());
        yield return ("chain", () => new ChainRecommender<Interaction, Id, Id>(
            ItemToItem.Recommender(ItemToItemOptions.BoughtTogether), ContentBased.Recommender(),
            new PopularityRecommender()));
        yield return ("reranked", Reranked);
    }

    /// <summary>Gives two neighbors to each of the items from 1 to 8.</summary>
    private static NeighborTable<Id> Table()
    {
        var builder = new NeighborTableBuilder<Id>();
        for (var item = 1; item <= 8; item++)
        {
            builder.Add(item, (item % 8) + 1, 1f / item);
            builder.Add(item, ((item + 2) % 8) + 1, .5f);
        }

        return builder.Build();
    }

    /// <summary>Gives the items from 1 to 8 vectors around a circle.</summary>
    private static ItemVectors<Id> Vectors()
    {
        var builder = new ItemVectorsBuilder<Id>(2);
        for (var item = 1; item <= 8; item++)
        {
            builder.TryAdd(item, [MathF.Cos(item), MathF.Sin(item)]);
        }

        return builder.Build();
    }

    private static RerankedRecommender<Interaction, Id, Id> Reranked()
    {
        var content = ContentBased.Recommender();
        return new(content, ListRules.AtMostPerBrand(1, content.Catalog), ListRules.Diversify(.5, content.Catalog));
    }
}
