using RxRecs.Recommenders;

namespace RxRecs.Shop.Options;

/// <summary>Holds the models made elsewhere that a command is given; null for those that are not.</summary>
internal sealed record GivenModels(NeighborTable<Id>? Table, ItemVectors<Id>? Vectors);
