using RxRecs.Recommenders;

namespace RxRecs.Shop.OptionGroups;

/// <summary>Holds the models made elsewhere that a command is given; null for those that are not.</summary>
internal sealed record GivenModels(NeighborTable<Id>? Table, ItemVectors<Id>? Vectors)
{
    /// <summary>Gives those that are given.</summary>
    public IEnumerable<IItemModel<Id>> All => new IItemModel<Id>?[] { Table, Vectors }.OfType<IItemModel<Id>>();

    /// <summary>Gives the model of a name.</summary>
    public IItemModel<Id> Of(string name) =>
        All.FirstOrDefault(model => model.Source == ModelOptions.SourceOf(name))
        ?? throw new InvalidOperationException($"There is no model for {ModelOptions.OptionOf(name)}.");
}
