using RxRecs.Recommenders;

namespace RxRecs.Shop.Options;

/// <summary>What was made elsewhere and is given to a command; null for what is not.</summary>
internal sealed record GivenModels(NeighborTable<Id>? Table, ItemVectors<Id>? Vectors);
