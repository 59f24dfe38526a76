using System.CommandLine;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.OptionGroups;

/// <summary>The options that give models made elsewhere to <c>recommend</c> and <c>evaluate</c>.</summary>
internal sealed class ModelOptions
{
    /// <summary>The name of the source, and of the recommender, over a table of neighbors.</summary>
    public const string Table = "table";

    /// <summary>The name of the source, and of the recommender, over the vectors of items.</summary>
    public const string Vectors = "vectors";

    /// <summary>In a blend what was made elsewhere weighs as much as what comes next in other visits.</summary>
    private const double Weight = .125;

    private readonly TableOption _table = new();
    private readonly VectorsOption _vectors = new("Vectors of items as one of the sources");

    public Option[] All => [_table.Option, _vectors.Option];

    /// <summary>Gives the names of all that can be given.</summary>
    public static string[] Names { get; } = [Table, Vectors];

    /// <summary>Tells the option that a source is given by.</summary>
    public static string OptionOf(string name) => $"--{name}";

    /// <summary>Tells which are given, by their names.</summary>
    public string[] Given(ShopRun run) =>
        [.. Names.Zip(All).Where(each => run.IsGiven(each.Second)).Select(static each => each.First)];

    /// <summary>Makes the rules of what is given, for a list in which no sources are named.</summary>
    public IEnumerable<CandidateRule> Rules(ShopRun run) =>
        Given(run).Select(static name => new CandidateRule(SourceOf(name)) { Weight = Weight });

    /// <summary>Gives the source of a name.</summary>
    public static RecommendationSource SourceOf(string name) =>
        name == Table ? RecommendationSource.NeighborTable : RecommendationSource.ItemVectors;

    public GivenModels Read(ShopRun run) => new(_table.Read(run), _vectors.Read(run));
}
